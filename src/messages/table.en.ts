/**
 * What the lab tells about a table (src/table), by code; {placeholders} are filled from what was found. First why a
 * column has its role, then what is wrong with a file and what to do.
 */
export const tableEn = {
  isNumbers: "numbers from {least} to {most}",
  isNumbersInUnit: "numbers from {least} to {most}, in {unit}",
  isBoolean: "{one} or {other}",
  isCategory: "category: {values} values",
  isEmpty: "empty",
  countsRows: "counts the rows",
  allDiffer: "every value differs",
  isConstant: "the same value in every row",
  isDates: "dates and times: on request, as days",
  namesGroups: "says whose rows these are: {values} values in {rows} rows",
  hasManyTexts: "text: {values} different values in {rows} rows",
  hasManyCodes: "codes: {values} different values in {rows} rows",
  isNumberList: "lists of numbers",
  isBytes: "bytes, such as pictures",
  isNested: "lists or records",
  isToldByFile: "the file says so",
  isChosen: "chosen by you",
  targetAsked: "named by you",
  targetNamed: "its name says so",
  targetOnlyWords: "the only column of words",
  targetLast: "the last column that can be one",
  targetLikely: "few different values",
  targetEither:
    "{values} whole numbers from {least} to {most}: classification and regression both make sense",

  fileIsSpreadsheet:
    "{file} is a binary Excel workbook (.xlsb). Save it as .xlsx, or its sheet as CSV UTF-8.",
  fileIsOpenDocument:
    "{file} is an OpenDocument spreadsheet (.ods). Save its sheet as CSV (UTF-8) or the workbook as .xlsx.",
  fileIsOldSpreadsheet:
    "{file} is an old Excel workbook (.xls), or one with a password. Save it as .xlsx without a password, or its sheet as CSV UTF-8.",
  fileIsZip:
    "{file} is a zip archive without a table that the lab can find. Unpack it and give the table inside. Pictures and arrays are data sources of their own: pictures, npz, idx.",
  zipOfTables: "{file} holds more than one table ({names}). Unpack it and give one of them.",
  fileIsArray:
    '{file} is one NumPy array, not a table. Put the .npy files of samples and targets into one folder and take the folder, or save them with numpy.savez("data.npz", x=x, y=y).',
  fileIsGzip: "{file} is compressed more than three times. Unpack it and give the table inside.",
  fileIsArchive:
    "{file} is a tar, bzip2, xz, Zstandard, 7z or rar archive, which the lab does not open. Unpack it and give the table inside, or pack it as zip or gzip.",
  fileIsStatistics:
    "{file} is a file of SPSS, Stata, SAS or R. Save its table there as CSV UTF-8, or by pandas as Parquet.",
  fileIsHdf5:
    '{file} is a file of HDF5 or MATLAB. Save its arrays with numpy.savez("data.npz", x=x, y=y), or its table as CSV UTF-8.',
  fileIsFeather: "{file} is an Arrow (Feather) file. Save its table as Parquet, as df.to_parquet does.",
  fileIsDatabase: "{file} is a database. Export its table as CSV UTF-8 or Parquet.",
  fileIsPickle:
    "{file} is a Python pickle, which can run code when it is opened, so the lab does not open it. Save its table as Parquet or CSV UTF-8, its arrays as npz.",
  fileIsPaper: "{file} is a document, not a table. Save the table inside as CSV UTF-8.",
  fileIsHtml: "{file} is a web page, not a table. Download the table itself.",
  fileIsJson:
    "{file} is JSON, but no list of records and no record in each line. Save it as such, or as CSV.",
  jsonBroken: "{file}: line {line} is no record in JSON. Correct it, or download the file again.",
  arffBroken: "{file} is in Weka's format ARFF, but lacks its attributes or its line @data. Save it again.",
  arffSparse:
    "{file} is in Weka's format ARFF with sparse rows, {0 1, 4 x}, which the lab does not read. Apply Weka's filter SparseToNonSparse, or save it as CSV.",
  arffRelational:
    "{file} is in Weka's format ARFF with a table inside a cell, which the lab does not read. Save it without relational attributes.",
  fileIsDamaged: "{file} is damaged or not whole. Download or save it again.",
  fileTooLarge: "{file} holds more than fits onto this disk or into memory. Keep fewer rows or columns.",
  tooManyCells:
    "{file} promises {rows} rows of {columns} columns, more than the {limit} cells that the lab reads. Keep fewer rows or columns.",
  tooManyColumns: "{file} has more than {limit} columns, too many for one table. Keep fewer of them.",
  rowTooLong:
    "{file}: line {line} has more than {limit} characters, which no row of a table has. Save the file with a line end behind each row.",
  fileIsBinary:
    "{file} is no text. Save a table as CSV UTF-8. Pictures and arrays are data sources of their own: pictures, npz, idx.",
  fileIsEmpty: "{file} is empty. Give a file with rows.",
  brokenUtf8: "{file}: line {line} is damaged: it is not UTF-8 as the rest is. Save the file again as UTF-8.",
  unknownEncoding: "{file} is text in no encoding that the lab knows. Save it as UTF-8.",
  otherEncoding: "{file} is no text in {encoding}. Name another encoding, or let the lab find it.",
  doubtfulEncoding:
    "The words are few, and their encoding is not certain: {encoding} reads {example}, {other} would read {otherExample}. The file is read in {encoding}; if the words are wrong, name {other}.",
  noRows: "There are no rows of data. Give a file with rows below the header.",
  oneColumn:
    "There is only one column, so there are no features. Separate columns by commas, semicolons or tabs.",
  raggedRows:
    "Rows that do not have {columns} cells as the others: {count} (lines: {lines}). Correct them: a separator may be missing, or too many.",
  doubtfulQuotes:
    "Cells in quotation marks that hold what looks like rows: {count} (lines: {lines}). Close the quotation marks, or double those inside.",
  misplacedQuotes:
    "Rows with quotation marks inside a text: {count} (lines: {lines}). The marks are kept as part of it; check that this is right.",
  wordsAmongNumbers:
    "Words in columns of numbers: {count} (such as {examples}; columns: {names}). Empty or correct these cells, or leave the columns out.",
  infiniteNumbers:
    "Infinite values, such as inf, in columns of numbers: {count} (columns: {names}). They count as gaps; say what becomes of gaps, or leave these columns out.",
  numbersWithWords:
    "Columns of numbers and words: {names}. They are read as words; correct them if they are meant as numbers.",
  mixedUnits:
    "Columns whose cells have different units, or only some of them one: {names}. Such numbers cannot be compared: write all in one unit, or leave the columns out.",
  numberLists:
    "Columns whose cells hold lists of numbers of different lengths, or bytes, such as pictures: {names}. Save each number as a column of its own, or pictures as files in one folder for each class; or leave these columns out.",
  nestedCells:
    "Columns whose cells hold lists or records: {names}. They are left out; save what you need of them as columns.",
  nearlyEmptyColumns:
    "Columns that are empty in nearly all rows: {names}. Check that no row has a cell too many.",
  mixedDecimals:
    "Columns that write decimals with another mark than the rest: {columns}. Each is read by its own; check that this is right.",
  ambiguousNumbers:
    'Numbers such as "{example}" may mean thousands or a fraction (columns: {columns}). They are read with "{decimal}" as the decimal mark; check that this is right.',
  columnsCounted:
    "The file has {found} columns, but {expected} were decided on. Take the right file, or correct the columns.",
  columnRenamed:
    'Column {number} of the file is named "{found}", but "{expected}" was decided on. Take the right file, or correct the columns.',
  notTwoValues:
    "Columns that do not have exactly two values, and so are not yes or no: {names}. Make them categories or leave them out.",
  tooManyCategories:
    "Columns of more than {limit} different values, too many for one feature each: {names}. Leave them out.",
  notFeatures: "Texts cannot be features: {names}. Make them categories or leave them out.",
  impossibleDates:
    "Columns with dates or times that cannot be: {names}. Correct these cells, or leave the columns out.",
  notSvmlight:
    "{count} lines are no rows of LIBSVM or SVMlight, such as 1 3:0.5 7:1 (lines {lines}). Correct or remove them.",
  shortYears:
    "Columns of dates with years of two digits, which can be read in several ways: {names}. The years are those from 1969 to 2068; check that this is right, or write four digits.",
  totalsLeftOut:
    "The last rows look like sums or means of the others: {rows}. They are left out; check that this is right.",
  otherSheets: "The workbook has several sheets. {name} is read, not {names}.",
  mergedCells:
    "Cells that are merged over several rows: each row has their value ({count} cells). Check that this is right.",
  formulasWithoutValues:
    "Cells with a formula whose value the workbook does not hold: {count}. They count as empty. Open the workbook in Excel or LibreOffice and save it again.",
  headsJoined:
    "{count} lines name the columns together: {names}. Check that this is right; if not, keep one line of names in the file.",
  unitsLeftOut: "The line below the header tells units or types ({units}), not values. It is left out.",
  ambiguousDates:
    "Columns of dates whose day and month could be read either way: {names}. With slashes the month is read first, else the day; check that this is right.",
  rowsInTime:
    "The rows are in the order of time: {names} never falls. If later rows are to be predicted from earlier ones, divide them in the order of the file.",
  targetNotNumbers:
    "{target} holds no numbers, so regression cannot learn it. Set the task to classification, or name another target.",
  noWholeRows:
    "Every row has a cell without a value. Fill in what is missing, or leave out the columns that have gaps.",
  numbersTooLarge:
    "Columns with numbers too large to be trained on: {names}. Leave them out, or change their unit.",
  sizeOfOthers:
    "Images of {size} values are no rows of {features} features. Change height, width or colours.",
  sizeOfScaled:
    "A size of images goes with the scaling by255 or none. Change the scaling, or remove the size.",
  noTarget: "No column can be proposed as the target. Name one.",
  noSuchColumn: "There is no column {target}. The columns are {columns}.",
  noSuchColumnNear: "There is no column {target}: did you mean {nearest}?",
  noFeatures:
    "No column is a feature. Make one of a column that is left out, such as a date, or give a table with numbers, categories or yes and no.",
  oneClassOnly:
    "{target} has one class only ({value}), so there is nothing to classify. Name another target.",
  tooManyClasses: "{target} has {classes} different texts, too many for classes. Name another target.",
  similarClasses:
    "Classes that differ only by capitals or blanks: {names}. Each is a class of its own. If they mean the same, write them alike.",
  rareClasses:
    "Classes with fewer than 3 samples: {names}. Training, validation and test cannot all have some of them. Add samples, or leave these rows out.",
  rowsNotAgreed:
    "{file} has {rows} rows by one reader and {other} by another. Look for quotation marks that are never closed.",
} as const;

export type TableTextCode = keyof typeof tableEn;
