-- When a request was remembered, so that it can be forgotten; for those that are there, now.
alter table request add column time_us bigint not null default 0;

update request set time_us = cast(extract(epoch from clock_timestamp()) * 1000000 as bigint);
