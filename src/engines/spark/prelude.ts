import { ANALYSIS_FUNCTIONS } from './prelude-analyses.ts';
import { FIT_FUNCTIONS } from './prelude-fit.ts';
import { python, type PythonFunction } from './prelude-function.ts';

export type PreludeName = keyof typeof PRELUDE;

/** Meanings of the plan that Spark has no one function for. */
export const PRELUDE = {
  finite: python(`
def finite(c: Column) -> Column:
    """Missing where a number is not finite."""
    return F.when(F.abs(c) < float("inf"), c)
`),
  significant: python(
    `
def significant(c: Column) -> Column:
    """Rounded to 12 significant digits, which takes out the noise of summing in another order."""
    return finite(F.format_string("%.11e", c).cast("double"))
`,
    { after: ['finite'] },
  ),
  magnitude: python(`
def magnitude(c: Column) -> Column:
    """A whole number without its sign; missing for the one that has no positive twin."""
    return F.when(F.abs(c) >= 0, F.abs(c))
`),
  round_down: python(`
def round_down(c: Column) -> Column:
    """The next whole number down, as a double also beyond 64 bits."""
    return F.when(F.abs(c) < 2.0**53, F.floor(c).cast("double")).otherwise(c)
`),
  round_up: python(`
def round_up(c: Column) -> Column:
    """The next whole number up, as a double also beyond 64 bits."""
    return F.when(F.abs(c) < 2.0**53, F.ceil(c).cast("double")).otherwise(c)
`),
  square_root: python(`
def square_root(c: Column) -> Column:
    """Missing for a negative number."""
    return F.when(c >= 0, F.sqrt(c))
`),
  power: python(`
def power(x: Column, y: Column) -> Column:
    """As C has it: 1 to any power is 1, also where the power is no number."""
    one = (x == 1) | ((x == -1) & (F.abs(y) == float("inf")))
    return F.when(one & y.isNotNull(), 1.0).otherwise(F.pow(x, y))
`),
  fixed: python(`
def fixed(c: Column, digits: int) -> Column:
    """A number as text with so many decimals; missing where it has more than 18 digits."""
    fits = F.abs(c) < 10.0 ** (18 - digits)
    return F.when(fits, F.format_string(f"%.{digits}f", F.round(c, digits)))
`),

  lower: python(`
def lower(c: Column) -> Column:
    """In small letters, one for one: Java's own rules make two of one, or look at where a word ends."""
    return F.lower(F.translate(c, "\\u0130\\u03a3", "i\\u03c3"))
`),
  upper: python(`
def upper(c: Column) -> Column:
    """In capital letters, one for one: those that Java turns into several stay as they are."""
    several = "\\u00df\\u0149\\u01f0\\u0390\\u03b0\\u0587\\ufb00\\ufb01\\ufb02\\ufb03\\ufb04\\ufb05\\ufb06"
    kept = "\\ue000\\ue001\\ue002\\ue003\\ue004\\ue005\\ue006\\ue007\\ue008\\ue009\\ue00a\\ue00b\\ue00c"
    return F.translate(F.upper(F.translate(c, several, kept)), kept, "\\u1e9e" + several[1:])
`),
  trim: python(`
def trim(c: Column) -> Column:
    """Without blanks, tabs, line ends and no-break spaces at both ends."""
    return F.btrim(c, F.lit(" \\t\\n\\v\\f\\r\\xa0"))
`),
  extract: python(`
def extract(c: Column, pattern: str, group: int) -> Column:
    """The first match, or a group of it; missing where nothing matches."""
    return F.when(c.rlike(pattern), F.regexp_extract(c, pattern, group))
`),

  to_int: python(
    `
def to_int(c: Column) -> Column:
    """A text as a whole number; missing where it is none, or does not fit into 64 bits."""
    text = trim(c)
    return F.when(text.rlike(r"^[+-]?[0-9]+\\z"), text.cast("bigint"))
`,
    { after: ['trim'] },
  ),
  to_double: python(
    `
def to_double(c: Column) -> Column:
    """A text as a number; missing where it is none."""
    text = trim(c)
    number = r"^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\\z"
    return F.when(text.rlike(number), finite(text.cast("double")))
`,
    { after: ['trim', 'finite'] },
  ),
  whole: python(`
def whole(c: Column) -> Column:
    """A number without its decimals; missing where it does not fit into 64 bits."""
    return F.when((c >= -(2.0**63)) & (c < 2.0**63), c.cast("bigint"))
`),
  to_bool: python(
    `
def to_bool(c: Column) -> Column:
    """1, true, yes, y, t and 0, false, no, n, f in any case; the rest is missing."""
    text = F.lower(trim(c))
    yes = text.isin("1", "true", "yes", "y", "t")
    return F.when(yes, True).when(text.isin("0", "false", "no", "n", "f"), False)
`,
    { after: ['trim'] },
  ),
  to_date: python(
    `
def to_date(c: Column) -> Column:
    """A text such as 2026-10-31 as a date; missing where it is none."""
    text = trim(c)
    return F.when(text.rlike(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\z") & ~text.startswith("0000"), text.cast("date"))
`,
    { after: ['trim'] },
  ),
  to_timestamp: python(
    `
def to_timestamp(c: Column) -> Column:
    """A text such as 2026-10-31 12:30:00 as a date with time; missing where it is none."""
    text = trim(c)
    clock = r"([ T][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{1,6})?)?)?"
    known = text.rlike(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}" + clock + r"\\z") & ~text.startswith("0000")
    return F.when(known, text.cast("timestamp"))
`,
    { after: ['trim'] },
  ),
  read_time: python(
    `
def read_time(c: Column, *formats: tuple[str, str]) -> Column:
    """A text as a time by the first format that fits: pairs of what it looks like and how Spark spells it."""
    text = trim(c)
    return F.coalesce(*[F.when(text.rlike(look), F.try_to_timestamp(text, F.lit(form))) for look, form in formats])
`,
    { after: ['trim'] },
  ),
  in_calendar: python(`
def in_calendar(day: Column) -> Column:
    """Missing beyond the years 1 to 9999."""
    return F.when(day.between(F.lit("0001-01-01").cast("date"), F.lit("9999-12-31").cast("date")), day)
`),
  add_days: python(
    `
def add_days(day: Column, n: Column) -> Column:
    """So many days later."""
    return in_calendar(F.date_add(day, F.when(n.between(-3652058, 3652058), n.cast("int"))))
`,
    { after: ['in_calendar'] },
  ),
  add_months: python(
    `
def add_months(day: Column, n: Column) -> Column:
    """So many months later, at most on the last day of that month."""
    return in_calendar(F.add_months(day, F.when(n.between(-119987, 119987), n.cast("int"))))
`,
    { after: ['in_calendar'] },
  ),
  months_between: python(`
def months_between(start: Column, end: Column) -> Column:
    """Calendar months from one to the other: years times 12 plus months."""
    return ((F.year(end) - F.year(start)) * 12 + F.month(end) - F.month(start)).cast("bigint")
`),
  hash_share: python(`
def hash_share(text: Column, seed: int) -> Column:
    """A number from 0 up to 1 that depends only on the text and the seed, on every cluster."""
    digest = F.md5(F.concat(text, F.lit(f":{seed}")))
    return F.conv(F.substring(digest, 1, 7), 16, 10).cast("double") / 2.0**28
`),

  in_order: python(`
def in_order(*keys: Column) -> Column:
    """Something that sorts as these columns do, one after the other, with missing values last."""
    return F.struct(*[part for key in keys for part in (key.isNull(), key)])
`),
  last_first: python(`
def last_first(c: Column) -> Column:
    """Something that sorts as a text does from its end: z before a, and longer before shorter."""
    return F.concat(F.translate(F.hex(c), "0123456789ABCDEF", "FEDCBA9876543210"), F.lit("G"))
`),
  column: python(`
def column(name: str) -> Column:
    """The column of just this name, whatever is in it."""
    return F.col("\`" + name.replace("\`", "\`\`") + "\`")
`),
  numbered: python(`
def numbered(rows: DataFrame, name: str) -> DataFrame:
    """With a column that numbers the rows of a file from 0, in its order."""
    place = {
        "_file": F.col("_metadata.file_path"),
        "_block": F.col("_metadata.file_block_start"),
        "_row": F.monotonically_increasing_id(),
    }
    number = F.row_number().over(Window.orderBy("_file", "_block", "_row")).cast("bigint") - 1
    return rows.withColumns(place).withColumn(name, number).drop("_file", "_block", "_row")
`),
  read_csv: python(
    `
def read_csv(
    spark: SparkSession,
    path: str,
    columns: list[str],
    sep: str = ",",
    quote: str = '"',
    header: bool = True,
    row_number: str | None = None,
    **options: str,
) -> DataFrame:
    """All cells as text, empty ones as missing; rows with too many or too few cells are left out.

    A cell may hold a line break, so one task reads a whole file: give a large one in several files.
    """
    schema = StructType([StructField(name, StringType()) for name in [*columns, "_bad_row"]])
    rows = spark.read.csv(
        path,
        schema=schema,
        sep=sep,
        quote=quote,
        escape=quote,
        header=header,
        multiLine=True,
        columnNameOfCorruptRecord="_bad_row",
        **options,
    ).where(F.col("_bad_row").isNull())
    if row_number is not None:
        rows = numbered(rows, row_number)
    texts = [F.nullif(column(name), F.lit("")).alias(name) for name in columns]
    return rows.select(*texts, *([] if row_number is None else [column(row_number)]))
`,
    { after: ['numbered', 'column'], imports: ['from pyspark.sql.types import StringType, StructField, StructType'] },
  ),
  file_lines: python(
    `
def file_lines(spark: SparkSession, path: str, skip: int, comment: str = "") -> DataFrame:
    """The lines of files that are not empty, without the first few of each."""
    lines = spark.read.text(path)
    if skip:
        place = {
            "_file": F.col("_metadata.file_path"),
            "_block": F.col("_metadata.file_block_start"),
            "_row": F.monotonically_increasing_id(),
        }
        line = F.row_number().over(Window.partitionBy("_file").orderBy("_block", "_row"))
        lines = lines.withColumns(place).withColumn("_line", line).where(F.col("_line") > skip)
        lines = lines.drop("_file", "_block", "_row", "_line")
    if comment:
        lines = lines.where(~F.col("value").startswith(comment))
    return lines.where(F.btrim("value", F.lit(" \\t\\r")) != "")
`,
  ),
  read_spaced: python(
    `
def read_spaced(
    spark: SparkSession, path: str, columns: list[str], skip: int = 0, row_number: str | None = None, comment: str = ""
) -> DataFrame:
    """Cells between runs of blanks, all as text; rows with too many or too few are left out."""
    cells = F.split(F.btrim("value", F.lit(" \\t\\r")), "[ \\t]+")
    rows = file_lines(spark, path, skip, comment).where(F.size(cells) == len(columns))
    if row_number is not None:
        rows = numbered(rows, row_number)
    texts = [F.nullif(cells[i], F.lit("")).alias(name) for i, name in enumerate(columns)]
    return rows.select(*texts, *([] if row_number is None else [column(row_number)]))
`,
    { after: ['numbered', 'column', 'file_lines'] },
  ),
  read_lines: python(
    `
def read_lines(
    spark: SparkSession,
    path: str,
    columns: list[str],
    skip: int,
    sep: str = ",",
    quote: str = '"',
    row_number: str | None = None,
    comment: str = "",
) -> DataFrame:
    """As read_csv, for files with other lines before their header; a cell holds no line break then."""
    names = [f"c{i}" for i in range(len(columns))]
    schema = ", ".join(f"{name} STRING" for name in [*names, "bad"])
    options = {"sep": sep, "quote": quote, "escape": quote, "columnNameOfCorruptRecord": "bad"}
    cells = F.from_csv(F.btrim("value", F.lit("\\r")), schema, options)
    rows = file_lines(spark, path, skip, comment).withColumn("_cells", cells).where(F.col("_cells.bad").isNull())
    if row_number is not None:
        rows = numbered(rows, row_number)
    texts = [F.nullif(F.col(f"_cells.{c}"), F.lit("")).alias(name) for c, name in zip(names, columns)]
    return rows.select(*texts, *([] if row_number is None else [column(row_number)]))
`,
    { after: ['numbered', 'column', 'file_lines'] },
  ),
  guarded: python(
    `
def guarded(rows: DataFrame, texts: list[str]) -> DataFrame:
    """With an apostrophe before texts that a spreadsheet would run as a formula."""
    cells = {name: column(name) for name in texts}
    risky = r"^[=+@\\t\\r-]"
    safe = {name: F.when(c.rlike(risky), F.concat(F.lit("'"), c)).otherwise(c) for name, c in cells.items()}
    return rows.withColumns(safe)
`,
    { after: ['column'] },
  ),
  write_csv: python(`
def write_csv(rows: DataFrame, path: str) -> None:
    """A folder of CSV files with headers; missing values are empty cells."""
    stamp = "yyyy-MM-dd HH:mm:ss[.SSSSSS]"
    rows.write.mode("overwrite").csv(path, header=True, escape='"', timestampFormat=stamp, emptyValue="")
`),
  ...ANALYSIS_FUNCTIONS,
  ...FIT_FUNCTIONS,
} as const satisfies Record<string, PythonFunction>;

/** Names that a script must not use for anything else, nor after `read_`. */
export const PRELUDE_NAMES = Object.keys(PRELUDE).flatMap((name) => [name, name.replace(/^read_/, '')]);

/** The functions named and those that they call, in the order of the table. */
export function preludeWith(names: Iterable<PreludeName>): PreludeName[] {
  const wanted = new Set<PreludeName>();
  const want = (name: PreludeName): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    (preludeFunction(name).after as readonly PreludeName[] | undefined)?.forEach(want);
  };
  for (const name of names) want(name);
  return (Object.keys(PRELUDE) as PreludeName[]).filter((name) => wanted.has(name));
}

export const preludeFunction = (name: PreludeName): PythonFunction => PRELUDE[name];
