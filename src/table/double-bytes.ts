/**
 * How usual a character of East Asian text is in each encoding, from its place in the code: the standards put what is
 * written every day into rows of its own. Many byte pairs are valid in several encodings, but usual in one only.
 */
interface DoubleByteEncoding {
  readonly encoding: string;
  /** From 0 (hardly ever written) to 1 (usual); null says nothing, such as punctuation, units and Greek letters. */
  readonly usual: (lead: number, trail: number, character: string) => number | null;
}

const rare = 0.2;

/** Syllables of which most Korean words are made: the standard sorts by sound, so their place does not tell. */
const commonSyllables = new Set(
  "가각간갈감갑값강갖같개객갱거걱건걸검것게겨격견결경계고곡곤골곰곳공과관광괴교구국군굴권귀규균그극근글금급기긴길김까깨꼬꽃꾸끄끝나난날남납낮내너널넣네녀년념노녹논농높뇌누눈뉴느는능니" +
    "님다단달닭담답당대댁더덕던덜데도독돈돌동돼되된될두둔뒤드득든들등디따때떡또라락란람랑래량러럭런럼레려력련렬령례로록론료루류륙률르른를름릉리린림립링마막만많말망맞매맥머먹먼메면명모목" +
    "몰몸못무묵문물뭐미민밀및바박반받발밤밥방배백뱀버번벌범법베변별병보복본봄봉부북분불붙비빈빌빛빨빵뿐사삭산살삼상새색생서석선설섬성세센셀소속손송쇄쇠수숙순술숨숭쉬스슬습승시식신실심십" +
    "싱싸쌀쌍씨아악안않알암압앙앞애액야약양어억언얼엄업없었에여역연열염영예오옥온올옷와완왕외요욕용우운울움웃원월웨위유육윤율으은을음읍응의이인일임입있자작잔잘장재쟁저적전절점접정제조족" +
    "존졸종좋좌죄주준줄중쥐즉증지직진질짐집징짜쪽차착찬찰참창채책처척천철첫청체초촉촌총최추축춘출충취측층치친칠침카칼캐커컴케코콘콜쿠크큰클키타탁탄탈탕태택터턴테텔토통퇴투트특틀티틱파판" +
    "팔패퍼페편평폐포폭표푸풀품풍프플피필하학한할함합항해핵행향허헌험혁현혈협형호혹혼화확환활황회획효후훈휴흐흑흔희흰히힘",
);

/** Rows of 94 × 94 characters as the national standards have them. */
const inRows = (lead: number, trail: number, first: number, last: number): boolean =>
  lead >= first && lead <= last && trail >= 0xa1;

/** In the order of preference if several fit. */
export const doubleByteEncodings: readonly DoubleByteEncoding[] = [
  {
    encoding: "cp949",
    usual: (lead, trail, character) => {
      if (inRows(lead, trail, 0xb0, 0xc8)) return commonSyllables.has(character) ? 1 : 0.9;
      if (/\p{Script=Hangul}/u.test(character)) return lead === 0xa4 ? rare : 0.5;
      const isSign = [0xa1, 0xa2, 0xa3, 0xa5, 0xa7, 0xa8, 0xa9].includes(lead) && trail >= 0xa1;
      return isSign ? null : 0;
    },
  },
  {
    encoding: "shift_jis",
    usual: (lead, trail, character) => {
      if (trail === 0) return 0.7; // Katakana of half width.
      if (lead === 0x81 || lead === 0x87 || (lead === 0x83 && trail >= 0x9f)) return null;
      if (/[\u3041-\u3093\u30a1-\u30f6]/.test(character)) return 1;
      if (lead >= 0x88 && (lead < 0x98 || (lead === 0x98 && trail <= 0x72))) return 1;
      return lead === 0x82 ? null : rare;
    },
  },
  {
    encoding: "gb18030",
    usual: (lead, trail) => {
      if (inRows(lead, trail, 0xb0, 0xd7)) return 0.95;
      // Units have places between the rows of the older standard.
      const isSign = inRows(lead, trail, 0xa1, 0xa3) || lead === 0xa6 || lead === 0xa8 || lead === 0xa9;
      return isSign ? null : rare;
    },
  },
  {
    encoding: "big5",
    usual: (lead, trail) => {
      if (lead >= 0xa4 && lead <= 0xc6 && (trail < 0x7f || trail >= 0xa1)) return 0.94;
      return lead >= 0xa1 && lead <= 0xa3 ? null : rare;
    },
  },
  {
    encoding: "euc-jp",
    usual: (lead, trail) => {
      if (inRows(lead, trail, 0xa4, 0xa5)) return 1;
      if (inRows(lead, trail, 0xb0, 0xcf)) return 0.93;
      const isSign = inRows(lead, trail, 0xa1, 0xa3) || lead === 0xa6 || lead === 0xad;
      return isSign ? null : rare;
    },
  },
];
