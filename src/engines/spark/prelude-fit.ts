import { python } from './prelude-function.ts';

/** Python functions that learn on Spark and apply what they learned. */
export const FIT_FUNCTIONS = {
  shaped: python(`
def shaped(c: Column, log: bool) -> Column:
    """A feature before it is scaled: itself, or its logarithm with its sign."""
    return F.signum(c) * F.log1p(F.abs(c)) if log else c
`),
  z_score: python(
    `
def z_score(feature: dict, missing: str) -> Column:
    """A feature as k-means sees it: moved, scaled and weighted."""
    c = shaped(column(feature["name"]).cast("double"), feature["log"])
    if missing == "mean":
        c = F.coalesce(c, F.lit(feature["mean"]))
    return (c - feature["centre"]) / feature["scale"] * feature["weight"]
`,
    { after: ['shaped', 'column'] },
  ),
  squared_distances: python(`
def squared_distances(points: list[Column], centres: list[list[float]]) -> list[Column]:
    """To each centre, over columns that are scaled already."""
    return [sum(((p - x) * (p - x) for p, x in zip(points, centre)), F.lit(0.0)) for centre in centres]
`),
  learn_scales: python(
    `
def learn_scales(rows: DataFrame, features: list[dict], scale: str) -> list[dict]:
    """The features with what moves and scales them: mean and deviation, or median and quartile range."""
    columns = [shaped(column(f["name"]).cast("double"), f["log"]) for f in features]
    facts = [
        fact
        for i, c in enumerate(columns)
        for fact in (
            F.avg(c).alias(f"mean_{i}"),
            F.stddev_pop(c).alias(f"deviation_{i}"),
            F.percentile(c, [0.25, 0.5, 0.75]).alias(f"quartiles_{i}"),
        )
    ]
    found = rows.agg(*facts).first()
    learned = []
    for i, feature in enumerate(features):
        mean, deviation, quartiles = found[f"mean_{i}"], found[f"deviation_{i}"], found[f"quartiles_{i}"]
        if mean is None:
            raise ValueError(f"The feature {feature['name']!r} has no values at all.")
        spread = quartiles[2] - quartiles[0]
        if scale == "none":
            centre, width = 0.0, 1.0
        elif scale == "standard" or deviation == 0:
            centre, width = mean, deviation
        else:
            centre, width = quartiles[1], spread if spread > 0 else deviation
        learned.append({**feature, "centre": centre, "scale": width or 1.0, "mean": mean})
    return learned
`,
    { after: ['shaped', 'column'] },
  ),
  starting_centres: python(
    `
def starting_centres(points: DataFrame, names: list[str], k: int, seed: int) -> list[list[float]]:
    """Centres that lie far apart, as k-means|| of pyspark.ml finds them."""
    vectors = VectorAssembler(inputCols=names, outputCol="point").transform(points)
    found = KMeans(featuresCol="point", k=k, seed=seed, maxIter=1).fit(vectors)
    return [list(map(float, centre)) for centre in found.clusterCenters()]
`,
    { imports: ['from pyspark.ml.clustering import KMeans', 'from pyspark.ml.feature import VectorAssembler'] },
  ),
  fit_k_means: python(
    `
def fit_k_means(rows: DataFrame, spec: dict) -> dict:
    """k-means by exact rounds over all rows, from the centres given, from spread rows, or from k-means||."""
    features = learn_scales(rows, spec["features"], spec["scale"])
    names = [f"z{i}" for i in range(len(features))]
    points = rows.select(*[z_score(f, spec["missing"]).alias(name) for f, name in zip(features, names)])
    points = points.dropna().cache()
    size, *deviations = points.agg(F.count("*"), *[F.var_pop(name) for name in names]).first()
    if size < spec["k"]:
        raise ValueError(f"{spec['k']} segments need as many rows, and there are {size}.")
    if spec["start"]:
        centres = [[scaled(x, f) for x, f in zip(start, features)] for start in spec["start"]]
    elif spec["spread"]:
        centres = spread_rows(rows, features, spec, size)
    else:
        centres = starting_centres(points, names, spec["k"], spec["seed"])
    tolerance = spec["tolerance"] * sum(deviations) / len(deviations)
    for _ in range(spec["max_rounds"]):
        squares = squared_distances([F.col(name) for name in names], centres)
        near = F.array_min(F.array(*[F.struct(d.alias("d"), F.lit(c).alias("c")) for c, d in enumerate(squares)]))
        placed = points.withColumn("near", near)
        found = placed.groupBy(F.col("near.c")).agg(F.count("*"), *[F.avg(name) for name in names]).collect()
        moved = {row[0]: list(row[2:]) for row in found}
        lost = [c for c in range(len(centres)) if c not in moved]
        if lost and spec["relocate"]:
            far = placed.orderBy(F.col("near.d").desc(), *names).select(*names).limit(len(lost)).collect()
            moved.update({c: list(row) for c, row in zip(lost, far)})
        after = [moved.get(c, centre) for c, centre in enumerate(centres)]
        shift = sum((a - b) ** 2 for old, new in zip(centres, after) for a, b in zip(old, new))
        centres = after
        if shift <= tolerance:
            break
    sizes = {row[0]: row[1] for row in found}
    if spec["by_size"] and not spec["start"]:
        centres = [centres[c] for c in sorted(range(len(centres)), key=lambda c: (-sizes.get(c, 0), centres[c]))]
    points.unpersist()
    return {"features": features, "missing": spec["missing"], "centres": centres}
`,
    { after: ['learn_scales', 'z_score', 'scaled', 'squared_distances', 'spread_rows', 'starting_centres'] },
  ),
  scaled: python(`
def scaled(x: float, feature: dict) -> float:
    """A value of a feature as k-means sees it."""
    x = math.copysign(math.log1p(abs(x)), x) if feature["log"] else x
    return (x - feature["centre"]) / feature["scale"] * feature["weight"]
`),
  spread_rows: python(
    `
def spread_rows(rows: DataFrame, features: list[dict], spec: dict, size: int) -> list[list[float]]:
    """Every n/k-th row in an order, counted without those that miss a feature."""
    order = [column(n).desc_nulls_last() if down else column(n).asc_nulls_last() for n, down in spec["order"]]
    scores = [z_score(f, spec["missing"]).alias(f"z{i}") for i, f in enumerate(features)]
    place = (F.row_number().over(Window.orderBy(*order)) - 1).alias("place")
    known = [column(f["name"]).isNotNull() for f in features] if spec["missing"] == "leave" else []
    kept = rows.where(reduce(lambda a, b: a & b, known)) if known else rows
    wanted = [i * size // spec["k"] for i in range(spec["k"])]
    found = kept.select(*scores, place).where(F.col("place").isin(wanted)).orderBy("place").collect()
    return [list(row)[:-1] for row in found]
`,
    { after: ['z_score', 'column'], imports: ['from functools import reduce'] },
  ),
  with_segments: python(
    `
def with_segments(rows: DataFrame, model: dict, segment: str, distance: str = "", runner_up: str = "") -> DataFrame:
    """Each row with its nearest centre, how far it is, and the next one; of equals the lower."""
    points = [z_score(f, model["missing"]) for f in model["features"]]
    squares = squared_distances(points, model["centres"])
    near = F.sort_array(F.array(*[F.struct(d.alias("d"), F.lit(k + 1).alias("k")) for k, d in enumerate(squares)]))
    known = [p.isNotNull() for p in points]
    rows = rows.withColumn("_near", F.when(reduce(lambda a, b: a & b, known), near))
    added = {segment: F.col("_near")[0]["k"].cast("bigint")}
    if distance:
        added[distance] = significant(F.sqrt(F.col("_near")[0]["d"]))
    if runner_up:
        added[runner_up] = F.get("_near", F.lit(1))["k"].cast("bigint")
    return rows.withColumns(added).drop("_near")
`,
    { after: ['z_score', 'squared_distances', 'significant'], imports: ['from functools import reduce'] },
  ),

  fit_encoding: python(
    `
def fit_encoding(rows: DataFrame, spec: dict) -> list[dict]:
    """Scales of number columns, and the shares of the levels of text columns."""
    learned = []
    for feature in spec["columns"]:
        c = column(feature["name"])
        if feature["text"]:
            counts = rows.where(c.isNotNull()).groupBy(c.alias("level")).count().collect()
            shares = {row["level"]: row["count"] / sum(r["count"] for r in counts) for row in counts}
            levels = feature["levels"] or sorted(shares, key=lambda text: text.encode())
            learned.append({**feature, "shares": {level: shares.get(level, 0.0) for level in levels}})
            continue
        c = c.cast("double")
        low, high = rows.agg(F.percentile(c, spec["winsor"]), F.percentile(c, 1 - spec["winsor"])).first()
        if low is None:
            raise ValueError(f"{feature['name']!r} has no value in any row.")
        pulled = F.when(c.isNotNull(), F.greatest(F.least(c, F.lit(high)), F.lit(low))) if spec["winsor"] else c
        least, lopsided = rows.agg(F.min(pulled), F.skewness(pulled)).first()
        log = spec["numeric"] == "auto" and least >= 0 and lopsided is not None and lopsided > 1
        number = F.log1p(pulled) if log else pulled
        facts = [F.avg(number), F.stddev_pop(number), F.min(number), F.max(number), F.percentile(number, [0.25, 0.5, 0.75])]
        mean, deviation, bottom, top, quartiles = rows.agg(*facts).first()
        spread = quartiles[2] - quartiles[0]
        centre, width = {
            "none": (0.0, 1.0),
            "min-max": (bottom, top - bottom),
            "robust": (quartiles[1], spread if spread > 0 else deviation),
        }.get(spec["numeric"], (mean, deviation))
        ends = [low, high] if spec["winsor"] else None
        learned.append({**feature, "ends": ends, "log": log, "centre": centre, "scale": width or 1.0, "mean": mean})
    return learned
`,
    { after: ['column'] },
  ),
  with_encoding: python(
    `
def with_encoding(rows: DataFrame, features: list[dict], names: list[str], fill: bool) -> DataFrame:
    """The encoded columns under their names; a level that was not learned is 0."""
    added, name = {}, iter(names)
    for feature in features:
        c, weight = column(feature["name"]), feature["weight"]
        if not feature["text"]:
            x = c.cast("double")
            if feature["ends"]:
                low, high = feature["ends"]
                x = F.when(x.isNotNull(), F.greatest(F.least(x, F.lit(high)), F.lit(low)))
            if feature["log"]:
                x = F.when(x.isNotNull(), F.log1p(F.greatest(x, F.lit(0.0))))
            if fill:
                x = F.coalesce(x, F.lit(feature["mean"]))
            added[next(name)] = significant((x - feature["centre"]) / feature["scale"] * weight)
            continue
        shares = feature["shares"]
        if feature["levels"]:
            for level, share in shares.items():
                missing = share * weight if fill else None
                added[next(name)] = F.when(c.isNull(), missing).when(c == level, weight).otherwise(0.0).cast("double")
        else:
            missing = sum(share * share for share in shares.values()) * weight if fill else None
            pairs = [F.lit(x) for level, share in shares.items() for x in (level, share * weight)]
            known = F.coalesce(F.create_map(*pairs)[c], F.lit(0.0))
            added[next(name)] = significant(F.when(c.isNull(), missing).otherwise(known).cast("double"))
    return rows.withColumns(added)
`,
    { after: ['column', 'significant'] },
  ),

  fit_forest: python(
    `
def fit_forest(rows: DataFrame, spec: dict) -> dict:
    """A random forest of pyspark.ml: text as one column a level, missing numbers below all others."""
    known = rows.where(column(spec["target"]).isNotNull())
    label = column(spec["target"]).cast("string")
    classes = sorted((row[0] for row in known.select(label).distinct().collect()), key=lambda text: text.encode())
    if len(classes) < 2:
        raise ValueError(f"{spec['target']!r} needs at least two classes, and has {classes}.")
    features = []
    for name, is_text in spec["features"]:
        levels = None
        if is_text:
            counts = known.where(column(name).isNotNull()).groupBy(column(name).alias("level")).count()
            levels = [row["level"] for row in counts.orderBy(F.desc("count"), "level").limit(50).collect()]
        features.append({"name": name, "levels": levels})
    codes = F.create_map(*[F.lit(x) for i, c in enumerate(classes) for x in (c, float(i))])
    ready = with_vector(known, features).withColumn("_label", codes[label])
    weight = F.lit(1.0)
    if spec["balanced"]:
        sizes = {row["_label"]: row["count"] for row in ready.groupBy("_label").count().collect()}
        pairs = [F.lit(x) for c, n in sizes.items() for x in (c, sum(sizes.values()) / (len(classes) * n))]
        weight = F.create_map(*pairs)[F.col("_label")]
    forest = RandomForestClassifier(
        featuresCol="_vector",
        labelCol="_label",
        weightCol="_weight",
        numTrees=spec["trees"],
        maxDepth=min(spec["depth"], 30),
        maxBins=255,
        minInstancesPerNode=spec["leaf"],
        featureSubsetStrategy=spec["per_split"],
        seed=spec["seed"],
    ).fit(ready.withColumn("_weight", weight))
    return {"forest": forest, "features": features, "classes": classes}
`,
    { after: ['with_vector', 'column'], imports: ['from pyspark.ml.classification import RandomForestClassifier'] },
  ),
  with_vector: python(
    `
def with_vector(rows: DataFrame, features: list[dict]) -> DataFrame:
    """The features of a forest side by side in one column."""
    parts = []
    for feature in features:
        c = column(feature["name"])
        if feature["levels"] is None:
            parts.append(F.coalesce(c.cast("double"), F.lit(-1e300)))
        else:
            parts.extend(F.coalesce((c == level).cast("double"), F.lit(0.0)) for level in feature["levels"])
    return rows.withColumn("_vector", array_to_vector(F.array(*parts)))
`,
    { after: ['column'], imports: ['from pyspark.ml.functions import array_to_vector, vector_to_array'] },
  ),
  with_classes: python(
    `
def with_classes(rows: DataFrame, model: dict, prediction: str, probability: str, margin: str, classes: list) -> DataFrame:
    """Each row with its most likely class, how likely it is and by how much it leads, and single classes."""
    scored = model["forest"].transform(with_vector(rows, model["features"]))
    shares = vector_to_array("probability")
    kept = scored.select(*[column(name) for name in rows.columns], shares.alias("_shares"))
    placed = F.transform("_shares", lambda share, i: F.struct(share.alias("share"), (-i).alias("place")))
    best = F.sort_array(placed, asc=False)
    labels = F.array(*[F.lit(c) for c in model["classes"]])
    added = {
        prediction: labels[-best[0]["place"]],
        probability: significant(best[0]["share"]),
        margin: significant(best[0]["share"] - best[1]["share"]),
    }
    for name, to in classes:
        known = name in model["classes"]
        added[to] = significant(F.col("_shares")[model["classes"].index(name)]) if known else F.lit(0.0)
    return kept.withColumns(added).drop("_shares")
`,
    { after: ['with_vector', 'column', 'significant'] },
  ),
  forest_importance: python(
    `
def forest_importance(model: dict) -> DataFrame:
    """Mean decrease in impurity by column, and its spread over the trees."""
    owners = [f["name"] for f in model["features"] for _ in (f["levels"] if f["levels"] is not None else [None])]
    trees = [tree.featureImportances.toArray() for tree in model["forest"].trees]
    shares = [[sum(v for v, o in zip(tree, owners) if o == f["name"]) for f in model["features"]] for tree in trees]
    rows = []
    for i, feature in enumerate(model["features"]):
        each = [float(tree[i]) for tree in shares if sum(tree) > 0]
        mean = sum(each) / max(1, len(each))
        spread = math.sqrt(sum((x - mean) ** 2 for x in each) / max(1, len(each)))
        rows.append((feature["name"], mean, spread))
    return SparkSession.active().createDataFrame(rows, "feature string, importance double, sd double")
`,
  ),
} as const;
