import type { Candidate } from "./target";

/** Two values divide rows by sex or treatment, not by whose they are. */
const fewestGroups = 5;

/** Names of those whose rows a table may have several of: patients, speakers, customers. */
const whose =
  "patient(?:en)?|subject|subj|participant|respondent|proband(?:en)?|person|individual|animal|mouse|speaker|writer|author|user|customer|client|kunden?|member|student|pupil|household|family";
const numbered = "(?:[ _.-]?(?:id|ids|no|nr|num|number|nummer|code|key|index|#))";
/** Names that mean it whatever their values are, */
const surely = new RegExp(
  `^(?:(?:${whose})${numbered}|patient|participant|respondent|proband|speaker|pid|(?:환자|피험자|대상자|참가자|참여자|응답자|고객|회원|사용자|학생)[ _]?(?:번호|코드|아이디|id|no)|환자|피험자|참가자|(?:患者|被験者|被试|受试者|参加者|顧客|客户|用户)[ _]?(?:番号|编号|id|no)?)$`,
  "i",
);
/** and names that mean it of many values: a subject may also be taught in school. */
const perhaps = new RegExp(`^(?:${whose})$`, "i");
const manyValues = 20;

type Named = Pick<Candidate, "place" | "name" | "kind" | "facts" | "numbers">;

/** Whether a column's name says whose the rows are. */
export function mayNameGroups(name: string | null): name is string {
  return name !== null && (surely.test(name.trim()) || perhaps.test(name.trim()));
}

/**
 * The column that says whose rows these are, where somebody has several: a network would know the person again if the
 * splits shared one.
 * @param target a column that cannot be it @returns its place
 */
export function proposeGroup(columns: readonly Named[], rows: number, target: number | null): number | null {
  const found = columns.find(({ place, name, kind, facts, numbers }) => {
    if (place === target || !mayNameGroups(name) || kind === "date" || kind === "boolean") return false;
    if (numbers && !numbers.areWhole) return false;
    const values = numbers?.values ?? facts.values;
    const isSure =
      surely.test(name.trim()) || numbers !== undefined || facts.codes > 0 || values > manyValues;
    return isSure && values >= fewestGroups && values < Math.min(rows, facts.filled);
  });
  return found?.place ?? null;
}
