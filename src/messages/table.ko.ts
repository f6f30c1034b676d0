import type { TableTextCode } from "./table.en";

export const tableKo: Record<TableTextCode, string> = {
  isNumbers: "{least}부터 {most}까지의 수",
  isNumbersInUnit: "{least}부터 {most}까지의 수, 단위 {unit}",
  isBoolean: "{one} 또는 {other}",
  isCategory: "범주: 값 {values}가지",
  isEmpty: "비어 있음",
  countsRows: "행 번호",
  allDiffer: "값이 모두 다름",
  isConstant: "모든 행의 값이 같음",
  isDates: "날짜와 시각: 원할 때만 일수로 사용",
  namesGroups: "누구의 행인지 나타냄: 행 {rows}개에 값 {values}가지",
  hasManyTexts: "텍스트: 행 {rows}개에 서로 다른 값 {values}가지",
  hasManyCodes: "코드: 행 {rows}개에 서로 다른 값 {values}가지",
  isNumberList: "수의 목록",
  isBytes: "이미지 같은 바이트",
  isNested: "목록이나 레코드",
  isToldByFile: "파일에 쓰여 있음",
  isChosen: "직접 선택함",
  targetAsked: "직접 지정함",
  targetNamed: "이름이 목표를 뜻함",
  targetOnlyWords: "낱말로 된 유일한 열",
  targetLast: "목표가 될 수 있는 마지막 열",
  targetLikely: "서로 다른 값이 적음",
  targetEither: "{least}부터 {most}까지의 정수 {values}가지: 분류와 회귀 모두 가능",

  fileIsSpreadsheet:
    "{file}: 바이너리 Excel 통합 문서(.xlsb)입니다. .xlsx로 저장하거나 시트를 CSV UTF-8로 저장하세요.",
  fileIsOpenDocument:
    "{file}: OpenDocument 스프레드시트(.ods)입니다. 시트를 CSV(UTF-8)로 저장하거나 .xlsx로 저장하세요.",
  fileIsOldSpreadsheet:
    "{file}: 예전 Excel 통합 문서(.xls)이거나 암호가 걸려 있습니다. 암호 없이 .xlsx로 저장하거나 시트를 CSV UTF-8로 저장하세요.",
  fileIsZip:
    "{file}: 표를 찾을 수 없는 zip 압축 파일입니다. 압축을 풀고 안에 있는 표를 지정하세요. 이미지와 배열에는 다른 데이터 소스(pictures, npz, idx)를 쓰세요.",
  zipOfTables: "{file}: 표가 여러 개 들어 있습니다({names}). 압축을 풀고 그중 하나를 지정하세요.",
  fileIsArray:
    '{file}: 표가 아니라 NumPy 배열 하나입니다. 샘플과 목표의 .npy 파일을 한 폴더에 넣고 그 폴더를 지정하거나 numpy.savez("data.npz", x=x, y=y)로 저장하세요.',
  fileIsGzip: "{file}: 세 번 넘게 압축된 파일입니다. 압축을 풀고 안에 있는 표를 지정하세요.",
  fileIsArchive:
    "{file}: tar, bzip2, xz, Zstandard, 7z, rar 압축 파일은 열지 않습니다. 압축을 풀고 안에 있는 표를 지정하거나 zip이나 gzip으로 압축하세요.",
  fileIsStatistics:
    "{file}: SPSS, Stata, SAS, R의 파일입니다. 그 프로그램에서 표를 CSV UTF-8로 저장하거나 pandas에서 Parquet로 저장하세요.",
  fileIsHdf5:
    '{file}: HDF5나 MATLAB 파일입니다. 배열은 numpy.savez("data.npz", x=x, y=y)로, 표는 CSV UTF-8로 저장하세요.',
  fileIsFeather: "{file}: Arrow(Feather) 파일입니다. df.to_parquet처럼 표를 Parquet로 저장하세요.",
  fileIsDatabase: "{file}: 데이터베이스입니다. 표를 CSV UTF-8이나 Parquet로 내보내세요.",
  fileIsPickle:
    "{file}: Python pickle입니다. 열면 코드가 실행될 수 있어 열지 않습니다. 표는 Parquet나 CSV UTF-8로, 배열은 npz로 저장하세요.",
  fileIsPaper: "{file}: 표가 아니라 문서입니다. 안에 있는 표를 CSV UTF-8로 저장하세요.",
  fileIsHtml: "{file}: 표가 아니라 웹 페이지입니다. 표 파일 자체를 내려받으세요.",
  fileIsJson:
    "{file}: JSON이지만 레코드의 목록도, 줄마다 레코드 하나도 아닙니다. 그렇게 저장하거나 CSV로 저장하세요.",
  jsonBroken: "{file}: {line}번째 줄이 JSON 레코드가 아닙니다. 고치거나 파일을 다시 내려받으세요.",
  arffBroken: "{file}: Weka의 ARFF 형식이지만 속성이나 @data 줄이 없습니다. 다시 저장하세요.",
  arffSparse:
    "{file}: 행을 {0 1, 4 x}처럼 줄여 쓴 ARFF 형식은 읽지 못합니다. Weka의 SparseToNonSparse 필터를 적용하거나 CSV로 저장하세요.",
  arffRelational: "{file}: 칸 안에 표가 든 ARFF 형식은 읽지 못합니다. relational 속성 없이 저장하세요.",
  fileIsDamaged: "{file}: 손상되었거나 일부가 빠졌습니다. 다시 내려받거나 저장하세요.",
  fileTooLarge: "{file}: 이 디스크나 메모리에 담을 수 없을 만큼 큽니다. 행이나 열을 줄이세요.",
  tooManyCells:
    "{file}: 행 {rows}개와 열 {columns}개는 읽을 수 있는 칸 {limit}개를 넘습니다. 행이나 열을 줄이세요.",
  tooManyColumns: "{file}: 열이 {limit}개를 넘어 한 표로 너무 많습니다. 열을 줄이세요.",
  rowTooLong:
    "{file}: {line}번째 줄이 {limit}자보다 길어 표의 행일 수 없습니다. 행마다 줄을 바꾸어 파일을 저장하세요.",
  fileIsBinary:
    "{file}: 텍스트가 아닙니다. 표를 CSV UTF-8로 저장하세요. 이미지와 배열에는 다른 데이터 소스(pictures, npz, idx)를 쓰세요.",
  fileIsEmpty: "{file}: 비어 있습니다. 행이 있는 파일을 지정하세요.",
  brokenUtf8:
    "{file}: {line}번째 줄이 손상되었습니다. 나머지와 달리 UTF-8이 아닙니다. 파일을 UTF-8로 다시 저장하세요.",
  unknownEncoding: "{file}: 알 수 없는 인코딩의 텍스트입니다. UTF-8로 저장하세요.",
  otherEncoding:
    "{file}: {encoding} 인코딩의 텍스트가 아닙니다. 다른 인코딩을 선택하거나 자동으로 찾게 하세요.",
  doubtfulEncoding:
    "글자가 적어 인코딩이 확실하지 않습니다. {encoding}: {example}, {other}: {otherExample}. {encoding} 인코딩으로 읽었으니, 글자가 잘못되었으면 {other} 인코딩을 선택하세요.",
  noRows: "데이터 행이 없습니다. 머리글 아래에 행이 있는 파일을 지정하세요.",
  oneColumn: "열이 하나뿐이라 특성이 없습니다. 쉼표, 세미콜론, 탭으로 열을 나누세요.",
  raggedRows:
    "행 {count}개의 칸 수가 나머지처럼 {columns}개가 아닙니다({lines}번째 줄). 구분 기호가 빠졌거나 남지 않았는지 보고 고치세요.",
  doubtfulQuotes:
    "따옴표로 묶인 칸 {count}개에 행처럼 보이는 내용이 있습니다({lines}번째 줄). 따옴표를 닫거나 안의 따옴표를 두 번 쓰세요.",
  misplacedQuotes:
    "행 {count}개의 글자 사이에 따옴표가 있습니다({lines}번째 줄). 글자로 두었으니 맞는지 확인하세요.",
  wordsAmongNumbers:
    "수로 된 열에 낱말이 {count}개 있습니다(예: {examples}, 열: {names}). 그 칸을 비우거나 고치거나 열을 제외하세요.",
  infiniteNumbers:
    "수로 된 열에 inf 같은 무한대 값이 {count}개 있습니다(열: {names}). 빈 값으로 셉니다. 빈 값을 처리하는 방법을 선택하거나 그 열을 제외하세요.",
  numbersWithWords: "수와 낱말이 섞인 열: {names}. 낱말로 읽었으니 수라면 고치세요.",
  mixedUnits:
    "셀마다 단위가 다르거나 일부 셀에만 단위가 있는 열: {names}. 서로 비교할 수 없는 수이니 한 단위로 적거나 열을 빼세요.",
  numberLists:
    "칸에 길이가 서로 다른 수의 목록이나 이미지 같은 바이트가 든 열: {names}. 수마다 열을 따로 만들거나, 이미지를 클래스별 폴더의 파일로 저장하거나, 이 열을 제외하세요.",
  nestedCells: "칸에 목록이나 레코드가 든 열: {names}. 제외했으니 필요한 값은 열로 저장하세요.",
  nearlyEmptyColumns: "거의 모든 행에서 비어 있는 열: {names}. 칸이 남는 행이 없는지 확인하세요.",
  mixedDecimals: "열 {columns}개의 소수점 기호가 나머지와 다릅니다. 열마다 따로 읽었으니 맞는지 확인하세요.",
  ambiguousNumbers:
    "열 {columns}개에 “{example}”처럼 천 단위인지 소수인지 알 수 없는 수가 있습니다. 소수점은 “{decimal}” 기호로 보았으니 맞는지 확인하세요.",
  columnsCounted:
    "파일의 열은 {found}개인데 정해 둔 열은 {expected}개입니다. 파일을 다시 선택하거나 열을 고치세요.",
  columnRenamed:
    '파일의 {number}번 열 이름은 "{found}"인데 정해 둔 이름은 "{expected}"입니다. 파일을 다시 선택하거나 열을 고치세요.',
  notTwoValues:
    "값이 정확히 두 가지가 아니어서 예/아니요가 될 수 없는 열: {names}. 범주로 바꾸거나 제외하세요.",
  tooManyCategories: "서로 다른 값이 {limit}가지를 넘어 값마다 특성을 만들 수 없는 열: {names}. 제외하세요.",
  notFeatures: "텍스트는 특성이 될 수 없습니다: {names}. 범주로 바꾸거나 제외하세요.",
  impossibleDates: "있을 수 없는 날짜나 시각이 있는 열: {names}. 그 셀을 고치거나 열을 제외하세요.",
  notSvmlight:
    "LIBSVM이나 SVMlight의 행(예: 1 3:0.5 7:1)이 아닌 줄이 {count}개 있습니다({lines}번 줄). 고치거나 지우세요.",
  shortYears:
    "연도가 두 자리라 여러 가지로 읽을 수 있는 날짜 열: {names}. 연도는 1969년부터 2068년까지로 보았습니다. 맞는지 확인하거나 연도를 네 자리로 쓰세요.",
  totalsLeftOut: "마지막 행이 다른 행들의 합계나 평균으로 보여 제외했습니다: {rows}. 맞는지 확인하세요.",
  otherSheets: "시트가 여러 개인 통합 문서입니다. {name} 시트를 읽고 다른 시트({names})는 읽지 않습니다.",
  mergedCells: "여러 행에 걸쳐 병합된 셀은 각 행이 그 값을 갖습니다({count}개 셀). 맞는지 확인하세요.",
  formulasWithoutValues:
    "수식만 있고 계산된 값이 저장되지 않은 셀: {count}개. 빈 셀로 읽었습니다. 통합 문서를 Excel이나 LibreOffice에서 열어 다시 저장하세요.",
  headsJoined:
    "머리글 {count}줄을 합쳐 열 이름으로 읽었습니다: {names}. 맞는지 확인하고, 아니면 파일에 머리글을 한 줄만 두세요.",
  unitsLeftOut: "머리글 아래 줄은 값이 아니라 단위나 자료형({units})이라 제외했습니다.",
  ambiguousDates:
    "일과 월을 어느 쪽으로도 읽을 수 있는 날짜 열: {names}. 빗금(/)이면 월을, 아니면 일을 먼저 읽습니다. 맞는지 확인하세요.",
  rowsInTime:
    "행이 시간 순서로 놓여 있습니다: {names} 열의 값이 줄어들지 않습니다. 앞선 행으로 뒤의 행을 예측하려면 파일 순서대로 나누세요.",
  targetNotNumbers:
    "{target} 열에 수가 없어 회귀로 학습할 수 없습니다. 분류를 선택하거나 다른 목표를 지정하세요.",
  noWholeRows: "모든 행에 값이 없는 칸이 있습니다. 빈칸을 채우거나 빈칸이 있는 열을 제외하세요.",
  numbersTooLarge: "학습하기에 너무 큰 수가 있는 열: {names}. 제외하거나 단위를 바꾸세요.",
  sizeOfOthers: "{size} 크기의 이미지는 특성 {features}개와 맞지 않습니다. 높이, 너비, 색상을 바꾸세요.",
  sizeOfScaled:
    "이미지 크기는 스케일링이 by255나 none일 때만 쓸 수 있습니다. 스케일링을 바꾸거나 크기를 지우세요.",
  noTarget: "목표로 제안할 열이 없습니다. 목표 열을 지정하세요.",
  noSuchColumn: "{target} 열이 없습니다. 열은 {columns}입니다.",
  noSuchColumnNear: "{target} 열이 없습니다. 혹시 {nearest} 아닌가요?",
  noFeatures:
    "특성으로 쓰는 열이 없습니다. 날짜처럼 제외된 열을 특성으로 바꾸거나, 수, 범주, 예/아니요가 있는 표를 지정하세요.",
  oneClassOnly: "{target} 열의 클래스가 하나({value})뿐이라 구별할 것이 없습니다. 다른 목표를 지정하세요.",
  tooManyClasses:
    "{target} 열의 서로 다른 텍스트가 {classes}가지라 클래스로는 너무 많습니다. 다른 목표를 지정하세요.",
  similarClasses:
    "대소문자나 공백만 다른 클래스: {names}. 서로 다른 클래스로 다룹니다. 같은 뜻이면 한 가지로 통일해 적으세요.",
  rareClasses:
    "샘플이 3개보다 적은 클래스: {names}. 훈련, 검증, 테스트에 모두 들어갈 수 없습니다. 샘플을 더하거나 그 행을 제외하세요.",
  rowsNotAgreed:
    "{file}: 행 수가 읽는 방법에 따라 {rows}개와 {other}개로 다릅니다. 닫히지 않은 따옴표가 있는지 확인하세요.",
};
