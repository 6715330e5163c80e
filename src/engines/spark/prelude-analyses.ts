import { python } from './prelude-function.ts';

/** Python functions for analyses, and for what a fitted forest adds. */
export const ANALYSIS_FUNCTIONS = {
  long_form: python(`
def long_form(rows: DataFrame, cells: dict[str, Column]) -> DataFrame:
    """A row for each cell of the columns: the place and name of its column, and what is given for it."""
    parts = [
        F.struct(F.lit(place).alias("place"), F.lit(name).alias("column"), cell.alias("cell"))
        for place, (name, cell) in enumerate(cells.items())
    ]
    return rows.select(F.inline(F.array(*parts)))
`),
  kinds: python(`
def kinds(rows: DataFrame) -> dict[str, str]:
    """What each column is: int, double, bool, string, date or timestamp."""
    words = {"tinyint": "int", "smallint": "int", "bigint": "int", "float": "double", "decimal": "double"}
    words |= {"boolean": "bool", "timestamp_ntz": "timestamp"}
    plain = {name: kind.split("(")[0] for name, kind in rows.dtypes}
    return {name: words.get(kind, kind) for name, kind in plain.items()}
`),

  profile: python(
    `
def profile(rows: DataFrame, names: list[str]) -> DataFrame:
    """Counts, extremes, moments and quantiles, a row for each column."""
    kind = kinds(rows)
    columns = rows.sparkSession.createDataFrame(
        [(place, name, kind[name]) for place, name in enumerate(names)],
        "place int, column string, type string",
    )
    cells = long_form(rows, {name: ordered(column(name), kind[name]) for name in names})
    whole = {name: F.coalesce(name, F.lit(0)) for name in ("rows", "known", "distinct", "zeros", "negative")}
    is_number = F.col("type").isin("int", "double")
    quantiles = {name: F.col("quantiles")[i] for i, name in enumerate(["q05", "q25", "median", "q75", "q95"])}
    return (
        columns.join(moments(cells), "place", "left")
        .join(values(cells), "place", "left")
        .orderBy("place")
        .select(
            "column",
            "type",
            whole["rows"].alias("rows"),
            (whole["rows"] - whole["known"]).alias("missing"),
            whole["distinct"].alias("distinct"),
            spelled(F.col("least")).alias("min"),
            spelled(F.col("most")).alias("max"),
            significant(F.col("mean")).alias("mean"),
            F.when(is_number, significant(F.col("stddev"))).alias("stddev"),
            *[F.when(is_number, significant(q)).alias(name) for name, q in quantiles.items()],
            F.when(is_number, whole["zeros"]).alias("zeros"),
            F.when(is_number, whole["negative"]).alias("negative"),
            F.when(is_number, significant(F.col("skewness"))).alias("skewness"),
        )
    )
`,
    { after: ['kinds', 'long_form', 'ordered', 'moments', 'values', 'spelled', 'significant', 'column'] },
  ),
  spelled: python(`
def spelled(cell: Column) -> Column:
    """What sorts as a cell does as its text; a double has the fewest digits that read as it again."""
    digits = F.udf(lambda x: None if x is None else repr(float(x)), "string")
    return F.coalesce(cell["text"], cell["whole"].cast("string"), digits(cell["number"]))
`),
  moments: python(`
def moments(cells: DataFrame) -> DataFrame:
    """Counts and moments of numbers in long form; no moments where cubes leave the range of doubles."""
    number = F.col("cell.number")
    size = F.count(number)
    unbiased = F.sqrt(size * (size - 1)) / (size - 2)
    small, varies = F.max(F.abs(number)) < 1e90, F.min(number) < F.max(number)
    return cells.groupBy("place").agg(
        F.count("place").alias("rows"),
        F.when(small, F.avg(number)).alias("mean"),
        F.when(small & varies, F.stddev_samp(number)).when(small & (size > 1), 0.0).alias("stddev"),
        F.when(small & varies & (size > 2), F.skewness(number) * unbiased).alias("skewness"),
        F.count_if(number == 0).alias("zeros"),
        F.count_if(number < 0).alias("negative"),
    )
`),
  values: python(`
def values(cells: DataFrame) -> DataFrame:
    """How many values a column has in long form, the extreme ones and quantiles."""
    counts = cells.where(F.col("cell").isNotNull()).groupBy("place", "cell").agg(F.count("cell").alias("n"))
    return counts.groupBy("place").agg(
        F.sum("n").alias("known"),
        F.count("cell").alias("distinct"),
        F.min("cell").alias("least"),
        F.max("cell").alias("most"),
        F.percentile("cell.number", [0.05, 0.25, 0.5, 0.75, 0.95], F.col("n")).alias("quantiles"),
    )
`),
  ordered: python(
    `
def ordered(c: Column, kind: str) -> Column:
    """A cell as what sorts as it does: a whole number, a number, a text; missing where it is."""
    whole = (c if kind == "int" else F.lit(None)).cast("bigint")
    text = (F.lit(None) if kind in ("int", "double") else c).cast("string")
    cell = F.struct(whole.alias("whole"), as_number(c, kind).alias("number"), text.alias("text"))
    return F.when(c.isNotNull(), cell)
`,
    { after: ['as_number'] },
  ),
  as_number: python(`
def as_number(c: Column, kind: str) -> Column:
    """A number as a double, and yes/no as 1 and 0; the rest is missing."""
    return (c if kind in ("int", "double", "bool") else F.lit(None)).cast("double")
`),

  distribution: python(
    `
def distribution(rows: DataFrame, names: list[str], bins: int, top: int) -> DataFrame:
    """Bars of numbers and times, and the most frequent values of texts and yes/no."""
    kind = kinds(rows)
    texts = [name for name in names if kind[name] in ("string", "bool")]
    parts = []
    if len(texts) < len(names):
        parts.append(histograms(rows, [name for name in names if name not in texts], bins))
    if texts:
        parts.append(frequencies(rows, texts, top))
    place = F.create_map(*[F.lit(x) for i, name in enumerate(names) for x in (name, i)])[F.col("column")]
    return reduce(DataFrame.unionByName, parts).orderBy(place, "position")
`,
    { after: ['kinds', 'histograms', 'frequencies'], imports: ['from functools import reduce'] },
  ),
  histograms: python(
    `
def histograms(rows: DataFrame, names: list[str], bins: int) -> DataFrame:
    """Bars of equal width, also the empty ones; whole numbers never get more bars than values."""
    kind = kinds(rows)
    cells = long_form(rows, {name: on_axis(column(name), kind[name]) for name in names})
    cell, low, high, bars = F.col("cell"), F.col("low"), F.col("high"), F.col("bars")
    whole = F.col("column").isin([name for name in names if kind[name] == "int"])
    most = F.when(whole, F.least(F.lit(float(bins)), high - low + 1)).otherwise(float(bins))
    ends = (
        cells.groupBy("place", "column")
        .agg(F.min("cell").alias("low"), F.max("cell").alias("high"))
        .where(low.isNotNull())
        .withColumn("bars", F.when(high > low, most).otherwise(1.0).cast("bigint"))
    )
    share = (cell / 2 - low / 2) / (high / 2 - low / 2)
    bar = F.when(high > low, F.least(F.floor(share * bars), bars - 1)).otherwise(0)
    counts = (
        cells.where(cell.isNotNull())
        .join(F.broadcast(ends.drop("column")), "place")
        .groupBy("place", bar.alias("bar"))
        .agg(F.count("cell").alias("rows"))
    )
    start, end = F.col("bar") / bars, (F.col("bar") + 1) / bars
    return (
        ends.withColumn("bar", F.explode(F.sequence(F.lit(0).cast("bigint"), bars - 1)))
        .join(counts, ["place", "bar"], "left")
        .select(
            "column",
            (F.col("bar") + 1).alias("position"),
            F.lit(None).cast("string").alias("value"),
            (low * (1 - start) + high * start).alias("from"),
            (low * (1 - end) + high * end).alias("to"),
            F.coalesce("rows", F.lit(0)).alias("rows"),
        )
    )
`,
    { after: ['kinds', 'long_form', 'on_axis', 'column'] },
  ),
  on_axis: python(`
def on_axis(c: Column, kind: str) -> Column:
    """A number as a double; a date or time as milliseconds since 1970."""
    if kind == "date":
        return F.unix_date(c) * 86_400_000.0
    if kind == "timestamp":
        time = c.cast("timestamp")
        return (F.unix_millis(time) + (F.unix_micros(time) % 1000 < 0).cast("bigint")).cast("double")
    return c.cast("double")
`),
  frequencies: python(
    `
def frequencies(rows: DataFrame, names: list[str], top: int) -> DataFrame:
    """The most frequent values of each column, then a row without a value for all others together."""
    counts = (
        long_form(rows, {name: column(name).cast("string") for name in names})
        .where(F.col("cell").isNotNull())
        .groupBy("column", "cell")
        .agg(F.count("cell").alias("n"))
    )
    place = F.row_number().over(Window.partitionBy("column").orderBy(F.desc("n"), "cell"))
    position = F.least(F.col("place"), F.lit(top + 1)).cast("bigint")
    value = F.when(F.col("place") <= top, F.col("cell"))
    nothing = F.lit(None).cast("double")
    return (
        counts.withColumn("place", place)
        .groupBy("column", position.alias("position"), value.alias("value"))
        .agg(F.sum("n").alias("rows"))
        .select("column", "position", "value", nothing.alias("from"), nothing.alias("to"), "rows")
    )
`,
    { after: ['long_form', 'column'] },
  ),

  correlation: python(
    `
def correlation(rows: DataFrame, names: list[str]) -> DataFrame:
    """Pearson's r of each pair of columns, and the number of rows that it is of."""
    kind = kinds(rows)
    numbers = [as_number(column(name), kind[name]) for name in names]
    pairs = rows.sparkSession.createDataFrame(
        [(i, j, names[i], names[j]) for i in range(len(names)) for j in range(i + 1, len(names))],
        "i int, j int, a string, b string",
    )
    x, y = F.col("x"), F.col("y")
    facts = (
        rows.select(F.array(*[F.when(F.abs(c) < 1e90, c) for c in numbers]).alias("numbers"))
        .crossJoin(F.broadcast(pairs))
        .select("i", "j", F.get("numbers", "i").alias("x"), F.get("numbers", "j").alias("y"))
        .where(x.isNotNull() & y.isNotNull())
        .groupBy("i", "j")
        .agg(
            F.when((F.min(x) < F.max(x)) & (F.min(y) < F.max(y)), F.corr(x, y)).alias("r"),
            F.count(x).alias("rows"),
        )
    )
    return (
        pairs.join(facts, ["i", "j"], "left")
        .orderBy("i", "j")
        .select("a", "b", significant(F.col("r")).alias("r"), F.coalesce("rows", F.lit(0)).alias("rows"))
    )
`,
    { after: ['kinds', 'as_number', 'significant', 'column'] },
  ),

  scores: python(
    `
def scores(
    rows: DataFrame,
    actual: str,
    predicted: str,
    probabilities: list[tuple[str, str]],
    order: list[str],
    positive: str = "",
    seed: int = 42,
) -> DataFrame:
    """Metrics of scikit-learn with 95 % intervals of 200 resamples; what is compared goes to the driver."""
    given = [name for name, _ in probabilities]
    table = (
        rows.orderBy(*[column(name).asc_nulls_last() for name in order])
        .select(
            column(actual).cast("string").alias("actual"),
            column(predicted).cast("string").alias("predicted"),
            *[column(name).cast("double").alias(f"p{i}") for i, (_, name) in enumerate(probabilities)],
        )
        .dropna()
        .toPandas()
    )
    size = len(table)
    if size == 0:
        raise ValueError("No row has both an actual and a predicted class.")
    classes = sorted({*table["actual"], *table["predicted"], *given})
    if len(classes) == 2 and positive and positive not in classes:
        raise ValueError(f"The positive class {positive!r} is neither {classes[0]!r} nor {classes[1]!r}.")
    codes = {name: code for code, name in enumerate(classes)}
    true, said = [table[side].map(codes).to_numpy(np.int64) for side in ("actual", "predicted")]
    chances = [table[f"p{given.index(c)}"].to_numpy() if c in given else np.zeros(size) for c in classes]
    target = codes[positive] if positive and positive in codes else 1
    measure = measures(true, said, chances if given else [], len(classes), target)
    drawn = [measure(drawn_rows(size, seed, i)) for i in range(200)]
    facts = []
    for metric, value in measure(np.ones(size)).items():
        spread = np.array([found[metric] for found in drawn])
        spread = spread[~np.isnan(spread)]
        low, high = np.quantile(spread, [0.025, 0.975]) if spread.size else (np.nan, np.nan)
        facts.append((metric, *[None if np.isnan(x) else float(f"{x:.11e}") for x in (value, low, high)]))
    return rows.sparkSession.createDataFrame(facts, "metric string, value double, low double, high double")
`,
    { after: ['measures', 'drawn_rows', 'column'] },
  ),
  measures: python(
    `
def measures(
    true: np.ndarray, said: np.ndarray, chances: list[np.ndarray], classes: int, target: int
) -> Callable[[np.ndarray], dict[str, float]]:
    """A function from how often each row counts to metrics; NaN where the rows do not define one."""
    size = len(true)
    wanted = [target] if classes == 2 else range(classes)
    if chances:
        own = np.column_stack(chances)[np.arange(size), true]
        losses = -np.log(np.clip(own, 1e-15, 1 - 1e-15))
        ranks = {c: np.unique(chances[c], return_inverse=True)[1] for c in wanted}

    def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        return np.divide(part, whole, out=np.zeros(classes), where=whole > 0)

    def measure(copies: np.ndarray) -> dict[str, float]:
        met = np.bincount(true * classes + said, copies, classes**2).reshape(classes, classes)
        hits, actual, predicted = met.diagonal(), met.sum(axis=1), met.sum(axis=0)
        recall, f1 = share(hits, actual), share(2 * hits, actual + predicted)
        found = {
            "accuracy": hits.sum() / size,
            "balanced accuracy": recall[actual > 0].mean(),
            "macro F1": f1[actual + predicted > 0].mean(),
        }
        if chances:
            areas = [area_under_curve(rank, true == c, copies) for c, rank in ranks.items()]
            known = [area for area in areas if not np.isnan(area)]
            found |= {"log loss": losses @ copies / size, "ROC AUC": np.mean(known) if known else np.nan}
        if classes == 2:
            precision = share(hits, predicted)
            found |= {"precision": precision[target], "recall": recall[target], "F1": f1[target]}
        return found

    return measure
`,
    { after: ['area_under_curve'], imports: ['from collections.abc import Callable'] },
  ),
  area_under_curve: python(`
def area_under_curve(rank: np.ndarray, positive: np.ndarray, copies: np.ndarray) -> float:
    """The share of pairs that are ranked rightly, a tie counting half; NaN if a side is empty."""
    ups = np.bincount(rank, copies * positive)
    downs = np.bincount(rank, copies * ~positive)
    pairs = ups.sum() * downs.sum()
    return ups @ (downs.cumsum() - downs / 2) / pairs if pairs else np.nan
`),
  drawn_rows: python(`
def drawn_rows(size: int, seed: int, resample: int) -> np.ndarray:
    """How often each of so many rows is in a resample, drawn by mulberry32 (T. Ettinger)."""
    steps = np.arange(resample * size + 1, (resample + 1) * size + 1, dtype=np.uint64)
    a = (steps * np.uint64(0x6D2B79F5) + np.uint64(seed % 2**32)).astype(np.uint32)
    t = (a ^ (a >> 15)) * (a | 1)
    t = (t + (t ^ (t >> 7)) * (t | 61)) ^ t
    t = t ^ (t >> 14)
    return np.bincount((t / 2.0**32 * size).astype(np.int64), minlength=size)
`),

  with_forest: python(
    `
def with_forest(
    rows: DataFrame, model: dict, prediction: str, probability: str, margin: str, classes: list
) -> DataFrame:
    """Each row with its most likely class, how likely it is and by how much it leads, and single classes."""
    cells = [
        column(f["name"]).cast("double" if f["levels"] is None else "string").alias(f"f{i}")
        for i, f in enumerate(model["features"])
    ]
    found = forest_votes(model)(F.struct(*cells))
    added = {
        prediction: found["prediction"],
        probability: significant(found["probability"]),
        margin: significant(found["margin"]),
    }
    for name, to in classes:
        known = name in model["classes"]
        added[to] = significant(found[f"p{model['classes'].index(name)}"]) if known else F.lit(0.0)
    return rows.withColumns(added)
`,
    { after: ['forest_votes', 'significant', 'column'] },
  ),
  forest_votes: python(
    `
def forest_votes(model: dict) -> Callable[[Column], Column]:
    """A function of a struct of features f0, f1, ...: the best class and the shares p0, p1, ... of all.

    Trees lie one after the other; a row goes left unless its feature exceeds the threshold, down to a leaf.
    """
    features, classes, roots = model["features"], np.array(model["classes"], dtype=object), model["roots"]
    feature, left, right = [np.array(model[name], dtype=np.int64) for name in ("feature", "left", "right")]
    threshold, value = [np.array(model[name], dtype=np.float64) for name in ("threshold", "value")]

    def expanded(table: pd.DataFrame) -> np.ndarray:
        parts = []
        for i, f in enumerate(features):
            cells = table[f"f{i}"]
            if f["levels"] is None:
                parts.append(cells.to_numpy(np.float64)[:, np.newaxis])
                continue
            level = pd.Index(f["levels"], dtype=object).get_indexer(cells.to_numpy(object))
            if f["other"]:
                level[(level < 0) & cells.notna().to_numpy()] = len(f["levels"])
            parts.append(level[:, np.newaxis] == np.arange(len(f["levels"]) + f["other"]))
        return np.hstack(parts).astype(np.float64)

    shares = "".join(f", p{c} double" for c in range(len(classes)))

    @F.pandas_udf(f"prediction string, probability double, margin double{shares}")
    def votes(table: pd.DataFrame) -> pd.DataFrame:
        cells = expanded(table)
        start = np.arange(len(cells)) * cells.shape[1]
        sums = np.zeros((len(cells), len(classes)))
        for root in roots:
            node = np.full(len(cells), root)
            while True:
                exceeds = cells.take(start + feature[node]) > threshold[node]
                step = np.where(exceeds, right[node], left[node])
                if not step.any():
                    break
                node = node + step
            sums += value[node]
        sums /= len(roots)
        best = np.sort(sums, axis=1)
        return pd.DataFrame(
            {
                "prediction": classes[sums.argmax(axis=1)],
                "probability": best[:, -1],
                "margin": best[:, -1] - best[:, -2],
                **{f"p{c}": sums[:, c] for c in range(len(classes))},
            }
        )

    return votes
`,
    { imports: ['from collections.abc import Callable'] },
  ),
} as const;
