"""The Python clients, each at its best: `python clients.py CLIENT KIND CONNECTION FILE [ROWS_A_TRANSACTION]`.

Writes the rows of FILE to live_orders with upsert semantics and prints one line of JSON. Reading the file,
connecting and preparing are outside the timed part; it ends with the last commit acknowledged.
"""

import asyncio
import json
import resource
import sys
import time
from datetime import timezone

import rows

COLUMNS = ", ".join(rows.NAMES)
UPDATES = ", ".join(f"{name} = EXCLUDED.{name}" for name in rows.NAMES if name not in rows.KEY)
ON_CONFLICT = f" ON CONFLICT ({', '.join(rows.KEY)}) DO UPDATE SET {UPDATES}"


def upsert(kind, placeholders):
    """QuestDB's table deduplicates on the key; PostgreSQL is told to."""
    statement = f"INSERT INTO live_orders ({COLUMNS}) VALUES ({', '.join(placeholders)})"
    return statement + (ON_CONFLICT if kind == "postgres" else "")


def used():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


class Timer:
    """Times the part between `with` and its end, in wall and processor seconds."""

    def __enter__(self):
        self.cpu, self.start = used(), time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds, self.cpu = time.perf_counter() - self.start, used() - self.cpu

    def report(self, count):
        print(json.dumps({"rows": count, "seconds": round(self.seconds, 6), "cpu_seconds": round(self.cpu, 6)}))


def batches(data, size):
    return [data[start : start + size] for start in range(0, len(data), size)]


def moments(kind):
    """PostgreSQL's columns are timestamptz; a zone-less time would be the session's."""
    if kind == "questdb":
        return rows.moment
    return lambda text: rows.moment(text).replace(tzinfo=timezone.utc)


def psycopg3(kind, connection, path, size):
    """executemany, which pipelines by itself, of prepared statements with binary parameters."""
    import psycopg

    data = batches(rows.load(path, moments(kind)), size)
    query = upsert(kind, ["%b"] * len(rows.NAMES))
    with psycopg.connect(connection, autocommit=True, prepare_threshold=0) as database:
        # What a row's NULLs leave of the types makes a statement of its own: enough of them are kept.
        database.prepared_max = 1_000
        with database.cursor() as cursor, Timer() as timer:
            for batch in data:
                with database.transaction():
                    cursor.executemany(query, batch)
    timer.report(sum(map(len, data)))


def psycopg3_pipeline(kind, connection, path, size):
    """The same with BEGIN and COMMIT in the pipeline as well."""
    import psycopg

    data = batches(rows.load(path, moments(kind)), size)
    query = upsert(kind, ["%b"] * len(rows.NAMES))
    with psycopg.connect(connection, autocommit=True, prepare_threshold=0) as database:
        database.prepared_max = 1_000
        with database.cursor() as cursor, Timer() as timer, database.pipeline() as pipeline:
            for batch in data:
                cursor.execute("BEGIN")
                cursor.executemany(query, batch)
                cursor.execute("COMMIT")
                pipeline.sync()
    timer.report(sum(map(len, data)))


def dsn(connection):
    """asyncpg takes no key=value words."""
    words = dict(word.split("=", 1) for word in connection.split())
    names = {"host": "host", "port": "port", "user": "user", "password": "password", "dbname": "database"}
    return {names[word]: value for word, value in words.items()}


def asyncpg(kind, connection, path, size):
    """executemany of one prepared statement; it binds and executes a batch in one go."""
    import asyncpg

    async def write():
        data = batches(rows.load(path, moments(kind)), size)
        database = await asyncpg.connect(**dsn(connection))
        statement = await database.prepare(upsert(kind, [f"${n + 1}" for n in range(len(rows.NAMES))]))
        with Timer() as timer:
            for batch in data:
                async with database.transaction():
                    await statement.executemany(batch)
        timer.report(sum(map(len, data)))
        await database.close()

    asyncio.run(write())


def asyncpg_bare(kind, connection, path, size):
    """The same without BEGIN and COMMIT: executemany is atomic by itself, in one round trip."""
    import asyncpg

    async def write():
        data = batches(rows.load(path, moments(kind)), size)
        database = await asyncpg.connect(**dsn(connection))
        statement = await database.prepare(upsert(kind, [f"${n + 1}" for n in range(len(rows.NAMES))]))
        with Timer() as timer:
            for batch in data:
                await statement.executemany(batch)
        timer.report(sum(map(len, data)))
        await database.close()

    asyncio.run(write())


STAGE = "CREATE TEMPORARY TABLE stage (LIKE live_orders) ON COMMIT DELETE ROWS"
MERGE = f"INSERT INTO live_orders ({COLUMNS}) SELECT {COLUMNS} FROM stage{ON_CONFLICT}"


def copy(kind, connection, path, size):
    """asyncpg's binary COPY into a temporary table, then one upsert from it; PostgreSQL only."""
    import asyncpg

    async def write():
        data = batches(rows.load(path, moments(kind)), size)
        database = await asyncpg.connect(**dsn(connection))
        await database.execute(STAGE)
        merge = await database.prepare(MERGE)
        with Timer() as timer:
            for batch in data:
                async with database.transaction():
                    await database.copy_records_to_table("stage", records=batch, columns=rows.NAMES)
                    await merge.fetch()
        timer.report(sum(map(len, data)))
        await database.close()

    asyncio.run(write())


def ilp(kind, connection, path, size):
    """QuestDB's own client and protocol; CONNECTION is its configuration string."""
    from questdb.ingress import Sender, TimestampMicros

    data = []
    for row in rows.load(path, lambda text: TimestampMicros(int(text))):
        fields = [(name, kind, value) for (name, kind), value in zip(rows.COLUMNS, row) if value is not None]
        symbols = {name: value for name, kind, value in fields if kind == "s"}
        columns = {name: value for name, kind, value in fields if kind != "s" and name != "created_at"}
        data.append((symbols, columns, row[rows.NAMES.index("created_at")]))
    with Sender.from_conf(f"{connection}auto_flush_rows={size};auto_flush_interval=off;") as sender:
        with Timer() as timer:
            for symbols, columns, at in data:
                sender.row("live_orders", symbols=symbols, columns=columns, at=at)
            sender.flush()
    timer.report(len(data))


CLIENTS = {function.__name__: function for function in
           [psycopg3, psycopg3_pipeline, asyncpg, asyncpg_bare, copy, ilp]}  # fmt: skip

if __name__ == "__main__":
    name, kind, connection, path = sys.argv[1:5]
    CLIENTS[name](kind, connection, path, int(sys.argv[5]) if len(sys.argv) > 5 else 1_000)
