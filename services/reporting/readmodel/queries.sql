-- name: days_off
select day, is_worked
from known_days_off
where office_id = $1::uuid;
