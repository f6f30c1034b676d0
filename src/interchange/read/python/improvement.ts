import type { SyntaxNode } from "@lezer/common";
import { partsOf, type Source } from "./syntax";

/**
 * What a loop does with the lowest loss so far, however its names are: `if loss < best:` with `best = loss` below it, and what it does
 * in the epochs without a lower one.
 */
export interface Improvement {
  /** By this much lower, in the loss's own units, or as a share of the lowest. */
  readonly delta: SyntaxNode | null;
  readonly share: SyntaxNode | null;
  /** Whether the weights of the best epoch are copied or saved. */
  readonly keeps: boolean;
  /** What is compared to the number of epochs without a lower loss, and how. */
  readonly patience: SyntaxNode | null;
  readonly comparison: string | null;
  /** What follows then: the end of training, or a lower learning rate by a factor. */
  readonly consequence: "stop" | "lower" | null;
  readonly factor: SyntaxNode | null;
  /** The epochs before which it is not so: `epoch > 2 and loss < best`. */
  readonly after: SyntaxNode | null;
  readonly condition: SyntaxNode;
  /** Whether a larger value is the better one: an accuracy. */
  readonly isHighest: boolean;
}

/** Null where the statement is anything else. */
export function improvementIn(node: SyntaxNode, source: Source): Improvement | null {
  const parts = partsOf(node);
  const test = comparisonIn(parts[1], source);
  const [then, ...others] = parts.filter(({ name }) => name === "Body");
  if (!test || !then) return null;
  const { lower, higher } = test;
  const [value, best] = assignsIn(then, higher.base, lower.base, source)
    ? [lower, higher]
    : assignsIn(then, lower.base, higher.base, source)
      ? [higher, lower]
      : [];
  if (!value || !best) return null;
  const isHighest = value === higher;
  const waiting =
    others.map((body) => waitingIn(body, source)).find((each) => each) ?? waitingAround(node, then, source);
  return {
    delta: value.added ?? best.subtracted,
    share: best.reduced,
    keeps: /state_dict|get_weights|deepcopy|\bsave\w*\(|checkpoint/i.test(source.textOf(then)),
    ...(waiting ?? { patience: null, comparison: null, consequence: null, factor: null }),
    after: epochBefore(parts[1]!, source),
    condition: parts[1]!,
    isHighest,
  };
}

function epochBefore(condition: SyntaxNode, source: Source): SyntaxNode | null {
  const [first, word] = partsOf(condition);
  if (!word || source.textOf(word) !== "and" || first?.name !== "BinaryExpression") return null;
  const [epoch, operator, number] = partsOf(first);
  return /^epoch >$/.test(`${source.textOf(epoch!)} ${source.textOf(operator!)}`) ? (number ?? null) : null;
}

/** One side of a comparison: `loss + 0.01`, `best - 0.01`, `best * (1 - 0.01)`. */
interface Side {
  readonly base: string;
  readonly added: SyntaxNode | null;
  readonly subtracted: SyntaxNode | null;
  readonly reduced: SyntaxNode | null;
}

function comparisonIn(
  condition: SyntaxNode | undefined,
  source: Source,
): { lower: Side; higher: Side } | null {
  if (condition?.name === "ParenthesizedExpression") return comparisonIn(partsOf(condition)[1], source);
  if (condition?.name !== "BinaryExpression") return null;
  const [left, operator, right] = partsOf(condition);
  if (!left || !operator || !right) return null;
  const word = source.textOf(operator);
  if (word === "and") return comparisonIn(right, source);
  const [one, other] = [sideOf(left, source), sideOf(right, source)];
  if (/^<=?$/.test(word)) return { lower: one, higher: other };
  return /^>=?$/.test(word) ? { lower: other, higher: one } : null;
}

function sideOf(node: SyntaxNode, source: Source): Side {
  if (node.name === "ParenthesizedExpression") return sideOf(partsOf(node)[1] ?? node, source);
  const [left, operator, right] = node.name === "BinaryExpression" ? partsOf(node) : [];
  const plain = { added: null, subtracted: null, reduced: null };
  const base = plainName(left ?? node, source);
  switch (operator && source.textOf(operator)) {
    case "+":
      return { ...plain, base, added: right! };
    case "-":
      return { ...plain, base, subtracted: right! };
    case "*":
      return { ...plain, base, reduced: shareIn(right!, source) };
  }
  return { ...plain, base };
}

const plainName = (node: SyntaxNode, source: Source) => source.textOf(node).replace(/^self\./, "");

/** The share of `(1 - share)`. */
function shareIn(node: SyntaxNode, source: Source): SyntaxNode | null {
  const inner = node.name === "ParenthesizedExpression" ? partsOf(node)[1] : node;
  const [one, operator, share] = inner?.name === "BinaryExpression" ? partsOf(inner) : [];
  const isLess = one && operator && /^1(\.0)? -$/.test(`${source.textOf(one)} ${source.textOf(operator)}`);
  return isLess ? share! : null;
}

/** Whether a block gives one name the value of another, by itself or among several. */
function assignsIn(body: SyntaxNode, name: string, value: string, source: Source): boolean {
  return partsOf(body).some((statement) => {
    if (statement.name !== "AssignStatement") return false;
    const [targets = "", values = ""] = source.textOf(statement).split(/(?<![=!<>])=(?!=)/);
    const clean = (text: string) => text.split(",").map((each) => each.trim().replace(/^self\./, ""));
    const place = clean(targets).indexOf(name);
    return place >= 0 && clean(values)[place] === value;
  });
}

type Waiting = Pick<Improvement, "patience" | "comparison" | "consequence" | "factor">;

/** `waited += 1` and `if waited == 5: break`. */
function waitingIn(body: SyntaxNode, source: Source): Waiting | null {
  const statements = partsOf(body);
  const counted = statements.find(
    (each) => each.name === "UpdateStatement" && /\+= *1$/.test(source.textOf(each)),
  );
  const counter = counted && source.textOf(partsOf(counted)[0]!);
  const tested = statements.find(({ name }) => name === "IfStatement");
  const [, condition] = tested ? partsOf(tested) : [];
  if (counter === undefined || condition?.name !== "BinaryExpression") return null;
  const [left, operator, patience] = partsOf(condition);
  if (!left || !operator || !patience || source.textOf(left) !== counter) return null;
  const text = source.textOf(tested!.getChild("Body")!);
  const stops = /\bbreak\b|return True|stop\w* *= *True/i.test(text);
  const factor = factorIn(tested!.getChild("Body")!, source);
  const consequence = stops ? "stop" : factor || /\blr\b|learning_rate/.test(text) ? "lower" : null;
  return { patience, comparison: source.textOf(operator), consequence, factor };
}

/** `if waited < 5:` around `waited += 1` and the test of the loss: the epoch that early stopping would keep. */
function waitingAround(node: SyntaxNode, then: SyntaxNode, source: Source): Waiting | null {
  const block = node.parent?.name === "Body" ? node.parent : null;
  const condition = block?.parent?.name === "IfStatement" ? partsOf(block.parent)[1] : undefined;
  if (!block || condition?.name !== "BinaryExpression") return null;
  const [counter, operator, patience] = partsOf(condition);
  if (!counter || !operator || !patience || source.textOf(operator) !== "<") return null;
  const name = source.textOf(counter);
  const isCounted = new RegExp(`^\\s*${name} \\+= 1$`, "m").test(source.textOf(block));
  return /^\w+$/.test(name) && isCounted && assignsIn(then, name, "0", source)
    ? { patience, comparison: "<", consequence: null, factor: null }
    : null;
}

/** Of `worse, factor = 0, factor * 0.5`, `lr *= 0.5`. */
function factorIn(body: SyntaxNode, source: Source): SyntaxNode | null {
  for (const statement of partsOf(body)) {
    const parts = partsOf(statement);
    if (statement.name === "UpdateStatement" && source.textOf(parts[1]!) === "*=") return parts[2] ?? null;
    const last = parts.at(-1);
    const [, operator, factor] = last?.name === "BinaryExpression" ? partsOf(last) : [];
    const isKept = statement.name === "AssignStatement" && operator && source.textOf(operator) === "*";
    if (isKept && factor?.name === "Number") return factor;
  }
  return null;
}
