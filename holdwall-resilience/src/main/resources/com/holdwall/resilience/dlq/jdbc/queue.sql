-- The tables of com.holdwall.resilience.dlq.jdbc.JdbcQueue, PostgreSQL 12 and newer.
-- ${...} stands for the quoted names; JdbcQueue.ddl() writes them out.

create table if not exists ${queue} (
  id bigint generated always as identity primary key,
  topic text not null,
  key bytea,
  value bytea,
  header_names text[] not null default '{}',
  header_values bytea[] not null default '{}',
  created_at timestamptz not null default now(),
  -- when it is due; while a worker has it, when its lease ends
  visible_at timestamptz not null default now(),
  owner text,
  -- false once a delay has given up the order of its key
  ordered boolean not null default true,
  step integer not null default 0,
  claims integer not null default 0,
  attempts integer not null default 0,
  first_failed_at timestamptz,
  first_error text,
  last_failed_at timestamptz,
  last_error text,
  last_error_class text,
  last_error_stage text,
  -- a key may be too long for an index
  key_hash bytea generated always as (sha256(key)) stored
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

-- those that need wait for no other, the longest due first
create index if not exists ${queue_free} on ${queue} (topic, visible_at, id)
  where key_hash is null or not ordered;

-- those that wait for the earlier ones of their key, the longest due first
create index if not exists ${queue_due} on ${queue} (topic, visible_at, id)
  where key_hash is not null and ordered;

-- the first of each key
create index if not exists ${queue_key} on ${queue} (topic, key_hash, id) where ordered;

create table if not exists ${dead} (
  id bigint generated always as identity primary key,
  topic text not null,
  record_id bigint not null,
  consumer_group text not null,
  key bytea,
  value bytea,
  header_names text[] not null,
  header_values bytea[] not null,
  dead_at timestamptz not null default now(),
  error_class text not null,
  error_stage text not null,
  parked boolean not null default false
);

create index if not exists ${dead_topic} on ${dead} (topic, id) where not parked;
