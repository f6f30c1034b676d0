import type { FailureCode } from "./failures.en";
import { problemsKo } from "./problems.ko";
import { readingKo } from "./reading.ko";
import { tableKo } from "./table.ko";
import { underTable } from "./under-table";

export const failuresKo: Record<FailureCode, string> = {
  ...problemsKo,
  ...readingKo,
  ...underTable(tableKo),
  unexpected: "예상하지 못한 문제가 생겼습니다: {detail}",

  // 문서의 문제를 나열하는 말 (failure.ts).
  wholeDocument: "문서 전체",
  variantMeant: "비교 조건 “{variant}”: {sentence}",
  moreProblems: "… 그 밖에 {more}개가 더 있습니다.",

  // 데이터 소스 (src/data).
  fileMissing: "{file}: 파일이 없습니다. 이름과 폴더를 확인하거나 다시 선택하세요.",
  fileIsNoFile: "{file}: 파일이 아니라 폴더이거나 장치입니다. 파일을 선택하세요.",
  fileUnreadable: "{file}: 읽을 수 없습니다({detail}). 파일을 열 권한이 있는지 확인하세요.",
  fileDamaged: "{file}: 손상되었거나 잘려 있어 끝까지 압축을 풀 수 없습니다. 파일을 다시 받으세요.",
  tooFewRows:
    "데이터의 샘플은 {rows}개인데 훈련 {train}개, 검증 {validation}개, 테스트 {test}개가 필요합니다. 수를 줄이세요.",
  groupsAboveTraining:
    "그룹 {groups}개 중 훈련 샘플 {count}개 안에 들어가는 것이 없습니다. 가장 작은 그룹의 샘플이 {least}개입니다. 그만큼 또는 더 많이 지정하세요.",
  groupsAboveValidation:
    "남은 그룹 중 검증 샘플 {count}개 안에 들어가는 것이 없습니다. 그중 가장 작은 그룹의 샘플이 {least}개입니다(그룹 전체 {groups}개). 샘플 수를 바꾸세요.",
  oneClass:
    "{file}: 클래스가 하나({value})뿐이라 구별할 것이 없습니다. 다른 파일이나 다른 목표 열을 선택하세요.",
  tooManyClasses:
    "{file}: 레이블의 값이 {limit}가지를 넘어 클래스로 보기에 너무 많습니다. 다른 파일을 선택하세요.",
  dataIsPage:
    "{file}: 데이터가 아니라 웹 페이지입니다. 내려받기가 실패했거나 로그인이 필요했던 것이니 파일을 다시 받으세요.",
  csvNotText: "{file}: 텍스트 파일이 아닙니다. 스프레드시트가 아닌 CSV로 저장하세요.",
  csvSyntax:
    "{file}, {line}번째 줄 {column}번째 칸: 글자 사이에 따옴표가 있습니다. 칸 전체를 따옴표로 감싸고 안의 따옴표는 두 번 쓰세요.",
  csvQuoteOpen: "{file}, {line}번째 줄 {column}번째 칸: 따옴표가 닫히지 않았습니다. 닫아 주세요.",
  csvRowTooLong:
    "{file}: {line}번째 줄에서 시작하는 행이 {limit}MB를 넘습니다. 그 줄에 닫히지 않은 따옴표가 있는지 확인하세요.",
  csvEmpty: "{file}: 데이터 행이 없습니다. 머리글 아래에 행이 있는 파일을 선택하세요.",
  csvTooLarge: "{file}: 행이 {limit}개를 넘어 훈련용과 검증용으로 나눌 수 없습니다. 행을 줄이세요.",
  fileChanged: "{file}: 읽는 동안 파일이 바뀌었습니다. 파일에 쓰는 작업이 끝난 뒤 다시 시작하세요.",
  csvRowLength: "{file}: {line}번째 줄의 칸은 {cells}개인데 첫 줄은 {columns}개입니다. 그 줄을 고치세요.",
  csvMissingValue: "{file}, {line}번째 줄: {column} 열에 값이 없습니다. 채우거나 그 행이나 열을 빼세요.",
  csvTextValue:
    '{file}, {line}번째 줄: {column} 열의 "{value}" 값은 쓸 수 있는 숫자가 아닙니다. 범주는 숫자로 바꾸거나(범주마다 0과 1의 열) 그 열을 빼세요.',
  csvHeaderLine:
    '{file}, {line}번째 줄: {column} 열의 "{value}" 값은 숫자가 아닙니다. 이 줄이 열 이름이라면 header를 true로 바꾸세요.',
  tableProblems: "{file}: 이대로는 학습할 수 없습니다.\n{faults}",
  tableWishesUnused:
    "{file}: 표가 아닙니다. 목표 열, 과제, 주장은 표에만 정합니다. 문서라면 문서 안에서 바꾸세요.",
  csvNoColumn:
    "{file}: {target} 열이 없습니다. 열 목록: {columns}. 첫 줄부터 데이터라면 header를 false로 바꾸고 열 번호를 쓰세요.",
  csvNoColumnNear: "{file}: {target} 열이 없습니다. 혹시 {nearest} 아닌가요?",
  csvNoColumnNumber: "{file}: {target}번 열이 없습니다. 열은 0부터 세며 마지막 열은 {last}번입니다.",
  csvTargetTwice: "{file}: {target} 열이 둘 이상입니다. 열 번호를 쓰거나 하나의 이름을 바꾸세요.",
  csvNoFeatures:
    "{file}: 열이 하나뿐이라 예측에 쓸 것이 없습니다. 열을 추가하거나 쉼표, 세미콜론, 탭으로 나뉘어 있는지 확인하세요.",
  csvTooManyClasses:
    "{file}: {column} 열의 값이 {limit}가지를 넘어 클래스로 보기에 너무 많습니다. 과제를 회귀로 바꾸거나 다른 목표 열을 선택하세요.",
  idxNotIdx:
    "{file}: IDX 파일이 아닙니다. train-images-idx3-ubyte 같은 파일을 선택하세요. gzip으로 압축되어 있어도 됩니다.",
  idxNotBytes:
    "{file}: IDX 파일이지만 값이 부호 없는 바이트가 아닙니다. 부호 없는 바이트와, 레이블이라면 정수(형식 12)만 읽을 수 있습니다.",
  idxNotImages:
    "{file}: 이미지라면 3차원이어야 하는데 {dimensions}차원입니다. 이미지 파일과 레이블 파일이 바뀌었는지 확인하세요.",
  idxNotLabels:
    "{file}: 레이블이라면 1차원이어야 하는데 {dimensions}차원입니다. 이미지 파일과 레이블 파일이 바뀌었는지 확인하세요.",
  idxTooLarge:
    "{file}: 머리말에 따르면 {promised}바이트로, 읽을 수 있는 크기(1GiB)를 넘습니다. 손상된 파일이 아니라면 줄여서 쓰세요.",
  idxTooShort:
    "{file}: 머리말에 따르면 {promised}바이트여야 하는데 {found}바이트에서 끝납니다. 파일을 다시 받으세요.",
  idxTooLong: "{file}: 머리말이 알린 {promised}바이트 뒤에도 내용이 더 있습니다. 파일을 다시 받으세요.",
  idxEmpty: "{file}: 이미지에 픽셀이 없습니다. 파일을 다시 받으세요.",
  idxNoImages:
    "{file}: MNIST 형식의 이미지가 없습니다(들어 있는 파일: {names}). 이미지 파일을 따로 선택하세요.",
  idxNoLabels:
    "{file}: MNIST 형식의 레이블이 없습니다(들어 있는 파일: {names}). 레이블 파일을 따로 선택하세요.",
  idxSeveral: "{file}: 데이터가 여러 벌 들어 있습니다({names}). 압축을 풀고 서로 맞는 두 파일을 선택하세요.",
  filesTooMany: "{file}: 파일이 {limit}개를 넘습니다. 데이터 파일만 있는 폴더를 선택하세요.",
  idxCountsDiffer:
    "{file}: 이미지는 {images}개인데 레이블은 {labels}개입니다. 서로 짝이 되는 두 파일을 선택하세요.",
  npzNotArrays: "{file}: NumPy 배열이 들어 있지 않습니다. numpy.savez로 저장한 파일을 선택하세요.",
  npzTooManyArrays: "{file}: 배열이 {limit}개를 넘습니다. 필요한 배열만 저장하세요.",
  npzTooManySamples: "{file}: {array} 배열의 샘플이 {limit}개를 넘습니다. 더 적게 저장하세요.",
  npzNoPair: "{file}: 배열 {arrays} 가운데 입력과 목푯값을 선택하세요.",
  npzOneArray: "{file}: {array} 배열 하나뿐입니다. 목푯값 파일도 지정하세요.",
  npzSeveral: "{file}: .npz 파일이 여러 개 들어 있습니다({names}). 그중 하나를 선택하세요.",
  npzTooLarge: "{file}: 들어 있는 {name} 파일이 너무 커서 바로 읽을 수 없습니다. 먼저 압축을 푸세요.",
  arraysNoPair:
    '{files} 가운데 어느 것이 입력이고 어느 것이 목푯값인지 알 수 없습니다. 파일 이름을 x.npy와 y.npy로 바꾸거나 numpy.savez("data.npz", x=x, y=y)로 저장하세요.',
  arraysLeftOut: "입력과 목푯값 두 배열만 읽으므로 뺀 파일: {files}",
  npzNoArray: "{file}: {array} 배열이 없습니다. 들어 있는 배열: {arrays}.",
  npzType:
    '{file}: {array} 배열의 자료형("{type}")을 읽을 수 없습니다. 숫자로, 레이블이라면 길이가 고정된 텍스트로 저장하세요.',
  npzShape:
    "{file}: {array} 배열의 모양은 {shape}입니다. 입력은 샘플 × 특성, 또는 샘플 × 높이 × 너비(채널이 있어도 됨)여야 합니다.",
  npzTargetShape:
    "{file}: {array} 배열의 모양은 {shape}입니다. 목푯값은 샘플마다 값 하나이거나, 자기 클래스만 1인 행이어야 합니다.",
  npzCountsDiffer:
    "{file}: {inputs}의 샘플은 {samples}개인데 {targets}의 샘플은 {targetCount}개입니다. 서로 짝이 맞는 두 배열을 선택하세요.",
  npzNotFinite:
    "{file}: {array} 배열의 값 {count}개가 비어 있거나(NaN) 무한대이거나 1e150을 넘습니다. 먼저 다른 값으로 바꾸세요.",
  npzNotClasses:
    "{file}: {array} 배열에 정수가 아닌 값이 있어 클래스로 볼 수 없습니다. 과제를 회귀로 바꾸거나 다른 목푯값을 선택하세요.",
  npzNotNumbers: "{file}: {array} 배열에 텍스트가 있습니다. 과제를 분류로 바꾸거나 다른 목푯값을 선택하세요.",
  picturesNone:
    "{file}: 폴더별로 나뉜 이미지가 없습니다. 클래스마다 PNG나 JPEG 파일을 담은 폴더가 하나씩 있는 폴더나 zip을 선택하세요.",
  picturesNoneUsable: "{file}: 읽을 수 있는 이미지가 없습니다({files}). PNG나 JPEG로 저장하세요.",
  picturesSplit:
    "{file}: 클래스 폴더가 아니라 데이터를 나눈 폴더가 들어 있습니다({folders}). 그중 하나를 선택하세요. 훈련과 검증은 실험실이 나눕니다.",
  picturesTooMany:
    "{file}: 파일이 {limit}개를 넘어 이 크기의 이미지로는 너무 많습니다. 수를 줄이거나 크기를 줄이세요.",
  picturesBroken: "손상되었거나 이미지가 아니어서 뺀 파일: {count}개({files})",
  idxMayBeTransposed:
    "클래스가 {classes}개인 28 × 28 이미지는 열 방향으로 저장된 EMNIST일 수 있습니다. 이미지가 누워 있으면 전치하세요.",
  picturesCmyk: "인쇄용 색(CMYK)으로 된 JPEG라서 뺀 파일: {count}개({files}). RGB로 저장하세요.",
  picturesOther: "PNG도 JPEG도 아니어서 뺀 파일: {count}개({files})",
  picturesLarge: "6,400만 화소나 64MiB를 넘어 뺀 파일: {count}개({files})",
  picturesBeside: "클래스 폴더에 들어 있지 않아 뺀 파일: {count}개({files})",

  // 다른 곳에서 만든 결과 (src/documents/read-result.ts).
  resultFaults: "{file} 파일을 가져오지 않았고, 바뀐 것은 없습니다. 다음 문제가 있습니다.\n{faults}",
  resultThereAlready:
    '똑같은 결과가 "{name}" 실험으로 이미 들어 있습니다. 기록에서 열거나, 다시 가져오려면 그 실험을 먼저 삭제하세요.',
  resultTrainedHere: '이 실험실에서 학습한 결과입니다. 기록에서 "{name}" 실험을 여세요.',
  weightsTooLarge:
    "이 결과의 가중치는 모두 합해 {limit}MB를 넘습니다. 측정값은 가중치 없이도 온전하므로, result.json만 다른 폴더로 옮겨 가져오세요.",

  // TensorFlow 불러오기 (src/engine/backend.ts).
  backendUnknown:
    "DROPOUT_LAB_BACKEND 값이 {name}입니다. tensorflow, wasm, cpu 가운데 하나로 정하거나 지우세요.",
  engineUnknown: "DROPOUT_LAB_ENGINE 값이 {name}입니다. plain, graph 가운데 하나로 정하거나 지우세요.",
  engineNeedsNative:
    "DROPOUT_LAB_ENGINE 값이 graph이면 네이티브 TensorFlow가 필요하지만 여기서는 {backend} 백엔드를 씁니다. 이 값을 지우거나 npm run setup을 실행하세요.",
  backendUnavailable:
    "여기서는 {name} 백엔드가 작동하지 않습니다({detail}). npm run setup을 실행하거나 다른 백엔드를 쓰세요.",

  // 학습 (src/engine/run.ts).
  lossNotFinite:
    "{epoch}번째 에포크에서 손실이 무한대이거나 숫자가 아닌 값(NaN)이 되었습니다. 학습률을 낮추고, 입력이나 목푯값에 지나치게 큰 값이 없는지 확인하세요.",

  // 실험실: 저장소, 학습 프로세스, 창의 요청 (src/store, src/execution, src/transport).
  databaseTooNew:
    "{file} 파일은 더 새로운 Dropout Lab이 쓴 것이라(표 버전 {version}, 이 버전은 {known}까지 압니다) 손대지 않고 그대로 두었습니다. 이 프로그램을 업데이트하거나, 파일을 다른 이름으로 남겨 두고 새 저장소를 시작하세요.",
  databaseDamaged:
    "{file} 파일이 손상되었으며({detail}), 손대지 않고 그대로 두었습니다. 백업을 복원하거나, 파일을 다른 이름으로 남겨 두고 새 저장소를 시작하세요.",
  databaseUnusable:
    "데이터베이스 {file} 파일을 쓸 수 없습니다({detail}). 디스크에 빈 공간이 있는지, 폴더에 쓰기 권한이 있는지 확인하세요.",
  databaseFolderUnfit:
    "데이터베이스 {file} 파일을 쓸 수 없습니다({detail}). 이 폴더에서는 파일을 잠글 수 없으며, 네트워크 드라이브에서 흔히 생기는 일입니다. 이 컴퓨터 디스크에 있는 폴더를 선택하거나, 환경 변수 DROPOUT_LAB_HOME으로 그런 폴더를 지정하세요.",
  databaseDiskFull:
    "디스크에 {file} 파일을 쓸 공간이 없습니다({detail}). 공간을 확보하세요. 지금까지 측정한 값은 그대로 보관되어 있습니다.",
  databaseReadOnly:
    "{file} 파일에 쓸 수 없습니다({detail}). 파일과 폴더에 쓰기 권한을 주거나, DROPOUT_LAB_HOME으로 다른 폴더를 지정하세요.",
  noBackup: "{file}의 백업이 없습니다. 파일을 다른 이름으로 남겨 두고 새 저장소를 시작할 수 있습니다.",
  noSuchExperiment: "실험이 없습니다: {id}. 이미 삭제되었을 수 있으니 목록을 다시 불러오세요.",
  noSuchVariant: "{experiment}: “{variant}” 비교 조건이 없습니다. 비교 조건: {variants}",
  noSuchVariantNear: "{experiment}: “{variant}” 비교 조건이 없습니다. 혹시 {nearest} 아닌가요?",
  idNotUnique: "아이디가 {start} 글자로 시작하는 실험이 여럿입니다({ids}). 더 길게 쓰세요.",
  noSuchRun: "실행이 없습니다: {id}. 실험이 이미 삭제되었을 수 있으니 목록을 다시 불러오세요.",
  experimentGoesOn: '"{name}" 실험에 아직 끝나지 않은 실행이 있습니다. 먼저 중지한 다음 실험을 삭제하세요.',
  experimentFaults: "이 실험은 실행할 수 없습니다. 다음 문제를 고치세요.\n{faults}",
  runNotRepeated:
    "다시 시작한 실행이 {epoch}번째 에포크에서 전에 보관한 값과 다른 값을 냈습니다. 그 사이 데이터 파일이나 컴퓨터, 실험실 프로그램이 바뀌었습니다. 원래대로 되돌리거나 새 실험으로 시작하세요.",
  checkpointDamaged:
    "체크포인트 {file} 파일이 손상되어({detail}) 건너뛰었습니다. 잃은 것은 없습니다. 더 오래된 체크포인트에서 이어 가거나, 이미 학습한 부분을 다시 학습합니다.",
  checkpointOfAnotherFormat:
    "체크포인트 {file} 파일은 다른 버전의 실험실이 쓴 형식({format})이라 건너뛰었습니다. 잃은 것은 없습니다. 이미 학습한 부분을 다시 학습합니다.",
  checkpointOfAnotherRun:
    "체크포인트 {file} 파일은 다른 데이터나 다른 컴퓨터, 다른 버전의 실험실에서 만들어져 건너뛰었습니다. 이미 학습한 부분을 다시 학습하고 전에 측정한 값과 비교합니다.",
  checkpointAhead:
    "체크포인트 {file} 파일이 저장소에 보관된 에포크보다 앞서 있어 건너뛰었습니다. 더 오래된 체크포인트에서 이어 가거나, 이미 학습한 부분을 다시 학습합니다.",
  checkpointsNotRead:
    "실행의 체크포인트를 읽지 못해({detail}) 이미 학습한 부분을 다시 학습합니다. 실험실 폴더에 읽기 권한이 있는지 확인하세요.",
  checkpointNotWritten:
    "체크포인트를 쓰지 못했습니다({detail}). 실행은 계속되지만, 중단되면 마지막 체크포인트부터 다시 학습해야 합니다. 디스크에 빈 공간이 있는지, 실험실 폴더에 쓰기 권한이 있는지 확인하세요.",
  runOfAnotherProcess:
    '시드 {seed}의 "{variant}" 실행은 다른 창이나 터미널의 것입니다. 그곳에서 일시정지하거나 중지하세요.',
  trainerNotStarted: "학습 프로세스를 시작하지 못했습니다({detail}). `npm run build`로 다시 빌드하세요.",
  trainerKilled:
    "학습 프로세스가 {signal} 신호로 종료되었습니다. 직접 종료한 것이 아니라면 메모리가 부족했을 수 있습니다. 더 작은 신경망이나 배치를 쓰거나 동시에 실행하는 수를 줄이세요. 마지막 출력: {detail}",
  trainerOutOfMemory:
    "학습 프로세스의 메모리가 부족합니다({detail}). 노드 수나 배치 크기, 데이터를 줄이거나 동시에 학습하는 실행 수를 줄이세요.",
  batchTooLarge:
    "계층들이 배치 하나에 대해 내는 값에 {gigabytes}GB가 필요한데, 이 컴퓨터의 메모리로는 {limit}GB까지 쓸 수 있습니다. 필터나 노드를 줄이거나, 풀링 계층을 넣거나, 배치를 줄이세요.",
  networkTooLarge:
    "신경망의 파라미터가 {parameters}개인데, 이 컴퓨터의 메모리로는 {limit}개까지 학습할 수 있습니다. 노드 수를 줄이세요.",
  trainerCrashed:
    "학습 프로세스가 {signal} 신호로 비정상 종료되었습니다. 신경망이 크다면 메모리가 부족했을 수 있으니 노드 수나 배치 크기를 줄이세요. 그렇지 않다면 다시 실행해 보고, 또 일어나면 알려 주세요. 마지막 출력: {detail}",
  trainerExited:
    "학습 프로세스가 스스로 끝났습니다(종료 코드 {exitCode}). 다시 실행해 보고, 또 일어나면 알려 주세요. 마지막 출력: {detail}",
  readerCrashed:
    "{file} 파일을 읽던 프로세스가 비정상 종료되었습니다({end}). 파일이 손상되었거나 메모리가 부족했을 수 있습니다. 파일을 다시 받거나 CSV 같은 다른 형식으로 저장하세요. 마지막 출력: {detail}",
  previewGivenUp: "다른 미리보기를 요청해 이 미리보기를 그만두었습니다. 보려면 다시 요청하세요.",
  previewCancelled: "데이터 읽기를 멈췄습니다. 다시 읽거나 다른 데이터를 선택하세요.",
  noWeightsAfter:
    "{epoch}번째 에포크의 가중치는 보관하지 않았습니다. 보관한 에포크 중에서 선택하세요: {epochs}",
  stepNotTaken: "실행이 학습하지 않은 스텝입니다: {step}. 1부터 {steps}까지의 스텝을 선택하세요.",
  noPlane:
    "이 데이터로는 평면을 그릴 수 없습니다. 수치 특성이 2개(회귀는 1개)이고 축의 수가 같아야 합니다. moons 프리셋처럼 그런 데이터의 실행을 선택하세요.",
  inspectionOvertaken: "더 새로운 요청이 이 요청을 대신했습니다. 보려면 다시 요청하세요.",
  noSuchRow: "검증 데이터에 없는 샘플입니다: {row}. 1부터 {rows}까지의 샘플을 선택하세요.",
  noSuchUnit:
    "{layer}번 계층에는 계산식을 보일 {unit}번 노드가 없습니다(번호는 모두 0부터). 선형, 합성곱, 풀링 계층의 노드만 보일 수 있습니다.",
  inputUnfit: "이 실행의 신경망은 값을 {wanted}개 받는데 {given}개가 왔습니다. 값마다 하나씩 주세요.",
  noSuchInput: "데이터에 {name} 열이 없습니다. 열: {names}",
  inputsArePictures: "이 실행의 입력은 이미지입니다. 검증 샘플의 번호를 주세요.",
  valueNoNumber: "{column} 열에 숫자가 아닌 값이 왔습니다: {value}. 숫자를 주세요.",
  valueNoCategory: "{column} 열에 {value} 값은 없습니다. 다음 중에서 선택하세요: {values}",
  valueNoDate: "{column} 열에 날짜가 아닌 값이 왔습니다: {value}. 날짜를 주세요.",
  valueMissing: "{column} 열에 값이 없고, 학습할 때 빈칸을 채운 열도 아닙니다. 값을 주세요.",
  newRowsLackColumns:
    "{file}: 학습에 쓴 열이 없습니다: {columns}. 있는 열: {found}. 학습에 쓴 파일과 같은 열 이름을 쓰세요.",
  newRowsCounted:
    "{file}: 열이 {found}개인데 학습에는 {expected}개를 썼습니다. 같은 순서로 같은 수의 열을 주세요.",
  newRowsEmpty: "{file}: 행이 없습니다. 한 행 이상 주세요.",
  newRowsTooMany:
    "{file}: 한 번에 예측할 수 있는 행은 {limit}개인데 {rows}개가 있습니다. 여러 파일로 나누세요.",
  newRowsNoTable:
    "{file}: 표가 아닌데, 이 실행은 {column} 같은 표의 열로 학습했습니다. 그 열이 있는 표를 주세요.",
  newRowsShape:
    "{file}: {found} 모양인데, 이 실행의 샘플 하나는 {expected} 모양입니다. 그 모양의 샘플을 주세요.",
  newPicturesNone: "{file}: PNG나 JPEG 파일이 없습니다. 이미지 폴더나 zip, 이미지 파일을 선택하세요.",
  newPicturesScaled: "{file}: 이미지인데, 이 실행은 척도가 다른 숫자로 학습했습니다. 배열이나 표로 주세요.",
  newPictureSize: "이 이미지는 {found} 화소인데 학습에 쓴 이미지는 {expected} 화소입니다. 그 크기로 주세요.",
  newPictureUnread:
    "{file}: 읽을 수 없습니다. 손상됐거나, PNG도 JPEG도 아니거나, 6,400만 화소나 64MiB를 넘습니다.",
  newRowsFilled: "값이 없는 칸을 학습할 때처럼 채웠습니다: {columns}",
  newRowsDates: "두 가지로 읽을 수 있는 날짜를 파일의 다른 날짜를 보고 읽었습니다: {columns}",
  labClosed: "답을 받기 전에 실험실이 닫혔습니다. 다시 열고 시도하세요.",
  noWeights: "{variant}, 시드 {seed} 실행에 가중치가 없습니다. 끝까지 학습한 뒤에 내보내세요.",
  noPreparation:
    "{variant}, 시드 {seed} 실행은 예전 버전에서 학습하여 입력의 스케일링 값이 남아 있지 않습니다. 다시 학습한 뒤에 내보내세요.",
  folderInUse: "{folder} 폴더에 다른 파일이 있어 바꾸지 않았습니다. 다른 이름을 선택하세요.",
  resultNotWritten:
    "결과를 {folder} 폴더에 쓰지 못했습니다({detail}). 다른 폴더를 선택하거나 공간을 확보하세요.",
  tooManyRequests:
    "창이 한꺼번에 {limit}개가 넘는 일을 요청했습니다. 잠시 후 다시 시도하고, 또 일어나면 알려 주세요.",
  dialogOpen: "실험실의 대화 상자가 이미 열려 있습니다. 먼저 그 대화 상자를 마치거나 닫으세요.",
  queueFull: "차례를 기다리는 실행이 {limit}개를 넘게 됩니다. 일부를 중지하거나, 끝난 뒤에 시작하세요.",
  fileNotGiven: "{file}: 이 실험실에서 선택한 파일이 아닙니다. 파일 대화 상자에서 선택하세요.",
  unknownVerb: "실험실에 {verb} 기능이 없습니다. 창과 실험실의 버전이 다르니 둘 다 다시 빌드하세요.",
  badRequest:
    "{verb} 요청의 형식이 맞지 않아 거부했습니다({detail}). 창과 실험실의 버전이 다를 수 있으니 둘 다 다시 빌드하세요.",

  codeDataTooLarge:
    "데이터의 원본 행이 {gigabytes} GB입니다. 프로그램의 데이터 파일은 4 GB까지이니 행 수를 줄이세요.",

  // 프로그램 정보 (src/lab/licences.ts).
  licencesNotRead: "{file} 파일을 읽지 못했습니다({detail}). 이 프로그램이 온전하지 않으니 다시 설치하세요.",

  // 새 버전 (electron/updates).
  updatesNotReached:
    "새 버전이 있는지 알아내지 못했습니다. {address}에서 쓸 수 있는 답이 오지 않았습니다({detail}). 컴퓨터가 온라인인지 확인하고 다시 시도하세요.",
  updateNotDownloaded:
    "{version} 버전을 내려받지 못했으며({detail}) 바뀐 것은 없습니다. 연결 상태와 디스크의 빈 공간을 확인하고 다시 시도하세요.",
  updateRefused:
    "{version} 버전이라며 내려받은 파일이 제작자가 배포한 것과 달라({detail}) 삭제했으며, 바뀐 것은 없습니다. 다시 시도하고, 같은 일이 되풀이되면 직접 설치하지도 말고 제작자에게 알리세요.",
  updateNotInstalled:
    "새 버전으로 바꾸지 못했습니다({detail}). 지금 쓰는 버전은 그대로입니다. 프로그램 폴더에 쓸 수 있는지와 빈 공간을 확인하고 다시 시도하세요.",

  // 데스크톱 프로그램 (electron).
  senderRefused: "{verb} 요청은 실험실 자신의 화면에서 온 것이 아니어서 거부했습니다.",
  documentNotWritten: "{file} 파일을 쓸 수 없습니다({detail}). 다른 폴더를 선택하거나 공간을 확보하세요.",
  fileProtected:
    "{file}: 데이터베이스이거나 실험실에 필요한 파일이라 바꾸지 않았습니다. 다른 이름이나 폴더를 선택하세요.",
  documentNotRead:
    "{file} 파일을 실험이나 결과로 읽을 수 없습니다({detail}). docs/formats.md에 설명된 JSON 문서를 선택하세요.",
  documentSyntax:
    "{file}: 올바른 JSON이 아닙니다. {line}번째 줄 {column}번째 글자에 {found} 문자가 올 수 없습니다. 그 근처에 쉼표나 따옴표, 괄호가 빠졌거나 남는지 확인하세요.",
  documentEndsEarly:
    "{file}: 올바른 JSON이 아닙니다. 닫히지 않은 채 {line}번째 줄에서 끝납니다. 온전한 파일을 다시 받거나 열린 괄호를 닫으세요.",
  documentTooLarge:
    "{file} 파일의 크기는 {megabytes}MB로, 한도인 {limit}MB를 넘습니다. 맞는 파일인지 확인하세요.",
  documentTooManyValues:
    "{file} 파일에 값이 {limit}개 넘게 있습니다. 실험실의 어떤 문서보다 많으니 맞는 파일인지 확인하세요.",
  chartRefused:
    "실험실이 그린 그래프가 아니어서 저장하지 않았습니다. 다시 그려 보고, 또 일어나면 알려 주세요.",

  // 다른 컴퓨터에서 하는 실행 (src/distributed).
  queueAddress: "대기열의 주소는 redis://로 시작해야 하고, TLS를 쓰면 rediss://로 시작해야 합니다.",
  queueNotReached:
    "대기열에 연결하지 못했습니다({detail}). 주소와 사용자, 비밀번호가 맞는지, 서버가 켜져 있는지 확인하세요.",
  queueCertificate: "{file} 파일을 인증서로 읽지 못했습니다({detail}).",
  queueNoShared: "가중치와 데이터를 옮기려면 모든 컴퓨터에서 보이는 폴더가 필요합니다. 폴더를 지정하세요.",
  queueOtherFolder:
    "공유 폴더에 이 실행을 맡긴 실험실의 파일이 없습니다. 모든 컴퓨터에서 보이는 같은 폴더를 지정하세요.",
  queueVariantFiles:
    '비교 조건 "{variant}"에 따로 지정한 데이터 파일이 있어 다른 컴퓨터로 보낼 수 없습니다. 실험을 따로 만드세요.',
  queueForeignFile: "실험실이 지정할 수 없는, 작업자 컴퓨터의 파일을 가리키는 실행이어서 거부했습니다.",
  queueJobDamaged: "작업자가 읽을 수 없는 형식의 실행이어서 거부했습니다({detail}).",
  workerOfAnotherVersion:
    "작업자의 버전이 다릅니다. 실행은 실험실 {lab} 버전의 것이고 작업자는 {version} 버전입니다. 모든 컴퓨터에 같은 버전을 설치하세요.",
  sharedFilesCertificate:
    "공유 파일 서버의 인증서를 이 컴퓨터가 신뢰하지 않습니다({detail}). 인증서에 서명한 기관의 인증서를 지정하세요.",
  workerDisk:
    "작업자 컴퓨터가 파일을 쓰지 못합니다({detail}). 디스크에 빈 공간을 만들거나 쓰기 권한을 확인하세요.",
  workersLost:
    "이 실행을 학습하던 작업자 {count}개가 차례로 사라졌습니다. 그 컴퓨터들의 메모리가 충분한지 확인하세요.",

  // 브라우저 속 실험실 (src/serve).
  serveNeedsTls:
    "{host} 주소에서는 다른 사람이 내용을 엿볼 수 있습니다. 인증서와 키를 주거나, TLS를 맡는 프록시의 주소를 주세요.",
  serveNeedsNode:
    "브라우저에서 쓰려면 Node 20 이상이나 지정된 Electron이 필요합니다. 지금은 Node {found}입니다.",
  serveFile: "{file} 파일을 읽지 못했습니다({detail}).",
  serveNoFolder: "{folder}: 읽을 수 있는 폴더가 아닙니다. 다른 폴더를 내놓으세요.",
  servePort: "{host} 주소의 {port} 포트를 열 수 없습니다({detail}). 다른 포트를 쓰세요.",
  fileNotServed:
    "{file}: 브라우저에서 올린 파일이 아니고, 실험실이 브라우저에 내놓은 폴더에도 없습니다. 파일을 올리세요.",
  noSuchUpload: "이미 끝난 실험실에 올린 파일입니다. 파일을 다시 선택하세요.",
  uploadName: "{file}: 실험실이 보관할 수 없는 이름입니다. 이름을 바꾸고 다시 선택하세요.",
  uploadTooLarge:
    "브라우저에서 이 실험실에 올릴 수 있는 크기는 모두 {limit} GB입니다. 더 올리려면 실험실을 시작한 사람에게 부탁하세요.",
  uploadTooMany: "한 번에 올릴 수 있는 파일은 {limit}개까지입니다. zip으로 묶으세요.",
  uploadBroken: "{file} 파일이 도착하지 않았습니다({detail}). 다시 선택하세요.",
  connectionLost: "실험실과의 연결이 끊겼습니다. 저절로 다시 이어지니 그때 다시 시도하세요.",

  // 여러 컴퓨터가 함께 쓰는 파일 (src/artifacts/shared-files.ts).
  sharedFilesNotReached:
    "공유 파일을 읽거나 쓸 수 없습니다({detail}). 폴더나 서버가 있는지, 빈 공간과 쓰기 권한이 있는지 확인하세요.",
  sharedFolderFull:
    "공유 폴더가 있는 디스크가 가득 찼습니다({detail}). 공간을 확보하세요. 실행은 기다리거나, 다시 시작하면 마지막 체크포인트부터 계속합니다.",
  sharedFileName: "공유 파일의 이름이 아닙니다: {name}",
  sharedFileMissing: "공유 파일이 없어졌습니다({name}). 학습을 다시 시작하면 새로 만들어집니다.",
  sharedFileDamaged: "공유 파일이 손상되어 쓰지 않았습니다({name}). 학습을 다시 시작하면 새로 만들어집니다.",
  sharedFileChanged: "복사하는 동안 파일이 바뀌었습니다({file}). 다 쓰인 뒤에 다시 시도하세요.",
  sharedFilesFull: "공유 파일의 한도인 {limit} GB를 넘습니다. 더 쓰려면 실험실을 시작한 사람에게 부탁하세요.",
  sharedFilesRefused:
    "이 컴퓨터에서는 공유 파일을 쓸 수 없습니다. 취소되지 않은 작업자 토큰이 필요하고, 브라우저에서는 쓸 수 없습니다.",
  sharedFilesAddress: "실험실의 주소가 아닙니다({address}). https://로 시작하는 주소를 쓰세요.",
  sharedFilesNeedTls:
    "{address} 주소로 가는 길에 토큰이 새어 나갈 수 있습니다. https://로 시작하는 주소를 쓰세요.",
  workerTokenName: "토큰의 이름으로 쓸 수 없습니다: {name} (글자, 숫자, 점, 줄표로 100자까지)",
  workerTokenThere: "같은 이름의 토큰이 이미 있습니다({name}). 다른 이름을 쓰거나 먼저 그 토큰을 취소하세요.",
  noSuchWorkerToken: "그런 토큰이 없습니다: {name}",
  tooManyWorkerTokens: "토큰이 {limit}개 있습니다. 먼저 몇 개를 취소하세요.",
  workerTokensNotRead:
    "토큰 목록을 읽을 수 없습니다({file}). 파일을 되살리거나, 지우고 토큰을 새로 만드세요.",

  // Slurm 작업 배열로 실행하기 (src/slurm).
  slurmMissing: "{program} 프로그램이 없습니다. 이 컴퓨터는 Slurm 클러스터의 로그인 노드가 아닙니다.",
  slurmRefused: "Slurm의 {program} 프로그램이 거절했습니다. {detail}",
  slurmHalving:
    "연속 반감에서는 실행들이 서로를 기다리지만, 작업 배열의 원소들은 기다리지 않습니다. 연속 반감을 빼세요.",
  slurmFolderName:
    "{folder}: Slurm이 이 폴더에 기록을 쓰지 못합니다. 경로에 %와 \\, 줄바꿈이 없는 폴더를 쓰세요.",
  slurmNoSweep: "{name}: 여기서 Slurm에 제출한 실험이나 그 폴더가 아닙니다.",
  slurmNoElement: "{name}: 이 이름의 원소가 없습니다. 원소 이름은 1-0과 같은 꼴입니다.",
  slurmOtherVersion:
    "이 실험은 실험실 {found} 버전에서 제출했고, 지금은 {known} 버전입니다. 결과가 같다는 약속은 한 버전 안에서만 지켜집니다. 그 버전으로 학습하거나 새 실험으로 시작하세요.",
  slurmWaits: "Slurm 대기열에서 기다립니다({reason}). 작업 {job}, 원소 {element}.",
  slurmTrains: "지금 Slurm에서 실행 중인 원소에 속합니다. 작업 {job}, 원소 {element}.",
  slurmTimedOut:
    "이 실행이 끝나기 전에 시간 제한에 걸렸습니다(작업 {job}, 원소 {element}). 빠진 실행을 다시 제출하고, 필요하면 시간을 늘리세요.",
  slurmEnded:
    "이 실행이 끝나기 전에 원소가 끝났습니다({state}, 작업 {job}, 원소 {element}). 기록 {log} 파일을 보고, 빠진 실행을 다시 제출하세요.",

  // 요청한 것과 다른 파일 (src/documents/file-kind.ts).
  fileIsExperiment: "{file}: 결과가 아니라 실험입니다. 열기를 쓰세요.",
  fileIsResult: "{file}: 실험 결과입니다. 결과 가져오기를 쓰세요.",
  fileIsRuns: "{file}: 여러 실험의 실행을 내보낸 파일입니다. 대신 각 실험의 result.json을 가져오세요.",
  fileIsData: "{file}: 데이터 파일입니다. 데이터에서 선택하거나 창에 끌어다 놓으세요.",
  fileIsAnalysis: "{file}: 실험실이 쓴 결과 분석입니다. 대신 같은 폴더의 result.json을 가져오세요.",
  fileIsRunTable: "{file}: 실행을 표로 내보낸 파일입니다. 대신 해당 result.json을 가져오세요.",
  fileIsReport: "{file}: 실험실의 보고서입니다. 브라우저에서 열거나 해당 실험의 result.json을 가져오세요.",
  fileIsEvents: "{file}: TensorBoard용 이벤트 파일입니다. 대신 해당 실험의 result.json을 가져오세요.",
  fileIsWeights: "{file}: 가중치 파일입니다. 같은 폴더의 result.json을 가져오면 함께 들어옵니다.",
  fileIsCheckpoint: "{file}: 체크포인트입니다. 기록에서 이어서 학습하면 저절로 읽습니다.",
  fileIsPreparedData: "{file}: 준비된 데이터입니다. 원본 파일로 학습할 때 저절로 읽습니다.",
  fileIsReportPicture:
    "{file}: 보고서에 넣은 그림입니다. 그 실험의 보고서에 들어 있고, 들여다보기에서 목록을 볼 수 있습니다.",
  fileIsStore:
    "{file}: 저장소이거나 그 일부입니다. 쓰려면 어떤 폴더에 lab.sqlite라는 이름으로 두고 DROPOUT_LAB_HOME에 그 폴더를 지정해 시작하세요.",
  fileIsDiagnostics: "{file}: 프로그램과 오류를 설명하는 글입니다. 열 것이 없습니다.",
  fileIsNewer: "{file}: 이 버전이 모르는 형식입니다. 실험실을 업데이트하세요.",
  fileIsPicture: "{file}: 이미지 한 장입니다. 클래스마다 이미지 폴더가 하나씩 있는 폴더나 그 zip을 놓으세요.",
  fileIsJson:
    "{file}: JSON이지만 이 실험실의 문서가 아닙니다. 실험에는 data와 network가, 결과에는 runs가 있습니다.",
  fileIsPage: "{file}: 웹 페이지입니다. 브라우저에서 여세요.",
  fileIsSpreadsheet: "{file}: 스프레드시트나 오피스 문서입니다. 먼저 표를 CSV로 저장하세요.",
  fileIsArray:
    '{file}: NumPy 배열 하나뿐이지만 샘플과 목표가 모두 필요합니다. 두 .npy 파일을 함께 놓거나, 한 폴더에 넣고 그 폴더를 지정하거나, numpy.savez("data.npz", x=x, y=y)로 저장하세요.',
  folderOfOthers:
    "{file}: 읽을 수 있는 데이터가 없습니다(들어 있는 파일: {found}). 클래스마다 PNG나 JPEG 파일을 담은 폴더, IDX 이미지와 레이블, .npy나 .npz 배열, 표 하나를 담은 zip을 읽습니다.",
  fileIsArchive: "{file}: 압축 파일입니다. 먼저 압축을 푸세요.",
  fileIsUnknown:
    "{file}: 실험이나 결과(.json), 표(.csv), 배열(.npz), 이미지 폴더나 zip, MNIST 계열 파일 가운데 어느 것도 아닙니다.",
};
