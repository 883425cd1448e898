-- For the order among equals, where an office has that rule (Luật thi đua, khen thưởng: thành tích ngang nhau thì chọn nữ).
alter table copied_people add column sex text;
comment on column copied_people.sex is 'Unknown for people copied before this column; a replay of the register fills it in.';
