#!/usr/bin/env python3
"""Beat beside beat: django-celery-beat and Downbeat fire the same schedules on the same PostgreSQL server, in turns.

    /usr/bin/python3 compare.py postgresql://user@host:port/database [--seconds 30] [--pairs 3]

Needs Debian's python3-celery, python3-django-celery-beat, python3-psycopg2, python3-redis and redis-server (the fastest broker Celery has; Downbeat
keeps its messages in PostgreSQL), and a release build of the command line: dotnet build -c Release src/Downbeat.Cli.
"""
import argparse, os, pathlib, shutil, socket, subprocess, sys, tempfile, time
from urllib.parse import urlsplit

LOADS = [(1_000, 10), (1_000, 1), (10_000, 10)]  # tasks, seconds between two fires of each


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576


def measure(process, count, seconds, warm_up):
    deadline = time.time() + 60
    while count() == 0:
        if process.poll() is not None or time.time() > deadline:
            raise SystemExit(f"beat does not fire: {process.args}")
        time.sleep(0.1)
    time.sleep(warm_up)
    fires, cpu, started = count(), cpu_seconds(process.pid), time.monotonic()
    time.sleep(seconds)
    passed = time.monotonic() - started
    result = (count() - fires) / passed, (cpu_seconds(process.pid) - cpu) / passed, resident_megabytes(process.pid)
    process.terminate()
    process.wait(30)
    return result


class DjangoCeleryBeat:
    name = "django-celery-beat"

    def __init__(self, url, folder):
        import psycopg2, redis
        self.folder, self.port = folder, free_port()
        self.admin = psycopg2.connect(url)
        self.admin.autocommit = True
        self.database = f"dcb_{os.getpid()}"
        self.admin.cursor().execute(f"CREATE DATABASE {self.database}")
        place = urlsplit(url)
        settings = {"ENGINE": "django.db.backends.postgresql", "NAME": self.database, "USER": place.username, "PASSWORD": place.password or "",
                    "HOST": place.hostname, "PORT": str(place.port or 5432)}
        (folder / "bench_settings.py").write_text(
            f"SECRET_KEY = 'bench'\nUSE_TZ = True\nDATABASES = {{'default': {settings!r}}}\n"
            "INSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'django_celery_beat']\nDEFAULT_AUTO_FIELD = 'django.db.models.AutoField'\n")
        (folder / "bench_app.py").write_text(
            "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'bench_settings')\nimport django\ndjango.setup()\nfrom celery import Celery\n"
            f"app = Celery('bench', broker='redis://127.0.0.1:{self.port}/0')\n")
        self.environment = {**os.environ, "PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "bench_settings"}
        self.redis = subprocess.Popen(["redis-server", "--port", str(self.port), "--save", "", "--dir", str(folder)], stdout=subprocess.DEVNULL)
        self.client = redis.Redis(port=self.port)
        self.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")

    def python(self, code):
        subprocess.run([sys.executable, "-c", f"import bench_app\n{code}"], cwd=self.folder, env=self.environment, check=True)

    def run(self, tasks, every, seconds):
        self.client.flushall()
        self.python(
            "from django_celery_beat.models import *\n"
            "PeriodicTask.objects.all().delete(); IntervalSchedule.objects.all().delete()\n"
            f"every = IntervalSchedule.objects.create(every={every}, period='seconds')\n"
            f"PeriodicTask.objects.bulk_create([PeriodicTask(name=f'task {{i}}', task='reports.build', interval=every) for i in range({tasks})], 1000)\n"
            "PeriodicTasks.update_changed()")
        beat = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "bench_app", "beat", "-S", "django", "-l", "ERROR", "--pidfile="], cwd=self.folder, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return measure(beat, lambda: self.client.llen("celery"), seconds, every)

    def close(self):
        self.redis.terminate()
        self.admin.cursor().execute(f"DROP DATABASE {self.database} WITH (FORCE)")


class Downbeat:
    name = "Downbeat"

    def __init__(self, url, folder):
        import psycopg2
        self.schema = f"downbeat_{os.getpid()}"
        self.url = f"{url}?schema={self.schema}"
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True
        root = pathlib.Path(__file__).resolve().parents[2]
        self.tool = root / "artifacts/bin/Downbeat.Cli/release/Downbeat.Cli.dll"
        self.folder = folder
        subprocess.run(["dotnet", self.tool, "migrate", "--store", self.url], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def query(self, sql):
        cursor = self.connection.cursor()
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None

    def run(self, tasks, every, seconds):
        self.query(f"TRUNCATE {self.schema}.periodic_task, {self.schema}.fire, {self.schema}.message")
        self.query(
            f"""INSERT INTO {self.schema}.periodic_task (name, task, schedule)
            SELECT 'task ' || i, 'reports.build', 'interval: {every} second{"s" if every > 1 else ""}' FROM generate_series(1, {tasks}) i""")
        beat = subprocess.Popen(["dotnet", self.tool, "beat", "--store", self.url], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return measure(beat, lambda: self.query(f"SELECT count(*) FROM {self.schema}.fire"), seconds, every)

    def close(self):
        self.query(f"DROP SCHEMA {self.schema} CASCADE")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="beat-beside-beat"))
    beats = [DjangoCeleryBeat(options.url, folder), Downbeat(options.url, folder)]
    try:
        print(f"{'tasks':>7} {'wanted/s':>9}  {'beat':<20} {'fires/s':>9} {'% of a core':>12} {'MB':>6}")
        for tasks, every in LOADS:
            for _ in range(options.pairs):
                for beat in beats:
                    rate, cpu, memory = beat.run(tasks, every, options.seconds)
                    print(f"{tasks:>7} {tasks / every:>9.0f}  {beat.name:<20} {rate:>9.1f} {cpu * 100:>12.1f} {memory:>6.0f}", flush=True)
    finally:
        for beat in beats:
            beat.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
