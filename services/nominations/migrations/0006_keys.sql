-- Search keys as they are made now: one d for every letter that looks like đ, and no apostrophe.
update units
set search_key = translate(search_key, 'ðɖ''`´‘’‛ʻʼʹˈ′＇', 'dd')
where search_key ~ '[ðɖ''`´‘’‛ʻʼʹˈ′＇]';

update people
set search_key = translate(search_key, 'ðɖ''`´‘’‛ʻʼʹˈ′＇', 'dd')
where search_key ~ '[ðɖ''`´‘’‛ʻʼʹˈ′＇]';

update nominations
set search_key = translate(search_key, 'ðɖ''`´‘’‛ʻʼʹˈ′＇', 'dd')
where search_key ~ '[ðɖ''`´‘’‛ʻʼʹˈ′＇]';

update awards
set search_key = translate(search_key, 'ðɖ''`´‘’‛ʻʼʹˈ′＇', 'dd')
where search_key ~ '[ðɖ''`´‘’‛ʻʼʹˈ′＇]';

update told_texts
set search_key = translate(search_key, 'ðɖ''`´‘’‛ʻʼʹˈ′＇', 'dd')
where search_key ~ '[ðɖ''`´‘’‛ʻʼʹˈ′＇]';

-- Codes as the register takes them now, everywhere in capital letters, as the workbook always has.
update units as u
set code = upper(u.code)
where u.code <> upper(u.code)
and not exists (
    select from units as other
    where other.office_id = u.office_id and other.unit_id <> u.unit_id and upper(other.code) = upper(u.code)
);

update people as p
set code = upper(p.code)
where p.code <> upper(p.code)
and not exists (
    select from people as other
    where other.office_id = p.office_id and other.person_id <> p.person_id and upper(other.code) = upper(p.code)
);
