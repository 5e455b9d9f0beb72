-- Every statement ends with a semicolon at the end of its line.
-- collate "C": ids are ordered by bytes on every server, as SQLite orders them.
create table resource (
  collection text collate "C" not null,
  id text collate "C" not null,
  revision bigint not null,
  data bytea not null,
  primary key (collection, id)
);

-- `changed` is the server's clock: replicas find each other's commits by it.
create table stream_head (
  stream text collate "C" not null primary key,
  revision bigint not null,
  changed timestamptz not null
);

create index stream_head_changed on stream_head (changed);

create table event (
  stream text collate "C" not null,
  revision bigint not null,
  time_us bigint not null,
  kind integer not null,
  subject text not null,
  actor text not null,
  data bytea not null,
  primary key (stream, revision)
);

create table request (
  scope text collate "C" not null,
  id text collate "C" not null,
  digest bytea not null,
  response bytea not null,
  revision bigint not null,
  -- Clients that make time-ordered ids append here; the scope first would scatter them.
  primary key (id, scope)
);
