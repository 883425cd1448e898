-- Search keys as they are made now: one d for every letter that looks like đ, and no apostrophe.
update cases
set nominee_search_key = translate(nominee_search_key, 'ðɖ''`´‘’‛ʻʼʹˈ′＇', 'dd')
where nominee_search_key ~ '[ðɖ''`´‘’‛ʻʼʹˈ′＇]';
