"""Runs printed scripts in one Spark session and writes down what their tables hold.

    python driver.py CASES.json RESULTS.jsonl [--master MASTER]

CASES.json lists, for each script, the files that its read functions get, the arguments of `build`, and the tables
wanted. A line of RESULTS.jsonl is the answer to one script: the types and rows of each table, or an error.
"""

import argparse
import importlib.util
import json
import sys
import time
import traceback

from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def load(name: str, path: str):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cell(value):
    """A value as JSON keeps it: whole numbers as text, because they may have 64 bits."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and not (float("-inf") < value < float("inf")):
        return {"not finite": str(value)}
    return value


def answer(spark: SparkSession, case: dict) -> dict:
    module = load(case["module"], case["path"])
    for name, value in module.SETTINGS.items():
        spark.conf.set(name, value)
    inputs = [getattr(module, f"read_{name}")(spark, path) for name, path in case["inputs"]]
    arguments = {name: load_argument(value) for name, value in case["arguments"].items()}
    tables = {}
    for name, table in module.build(*inputs, **arguments).items():
        if name not in case["outputs"]:
            continue
        path = [F.col("`" + c.replace("`", "``") + "`") for c in table.columns]
        texts = [c.cast("string") if kind in ("date", "timestamp") else c for c, (_, kind) in zip(path, table.dtypes)]
        rows = table.select(*texts).collect()
        tables[name] = {"types": table.dtypes, "rows": [[cell(v) for v in row] for row in rows]}
    spark.catalog.clearCache()
    return tables


def load_argument(value):
    from datetime import date

    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("cases")
    parser.add_argument("results")
    parser.add_argument("--master", default="local[2]")
    args = parser.parse_args()
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.driver.memory": "4g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "America/New_York",
        "spark.driver.extraJavaOptions": "-Duser.timezone=America/New_York",
        "spark.executor.extraJavaOptions": "-Duser.timezone=America/New_York",
    }
    builder = SparkSession.builder.appName("clade").master(args.master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    print(f"Spark {spark.version} on {args.master}", file=sys.stderr)
    with open(args.cases) as file:
        cases = json.load(file)
    with open(args.results, "w") as results:
        for case in cases:
            start = time.time()
            try:
                found = {"tables": answer(spark, case)}
            except Exception as error:
                found = {"error": f"{type(error).__name__}: {str(error)[:2000]}", "trace": traceback.format_exc()[-4000:]}
            results.write(json.dumps({"module": case["module"], "seconds": time.time() - start, **found}) + "\n")
            results.flush()
    spark.stop()


if __name__ == "__main__":
    main()
