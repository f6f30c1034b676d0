import type { SyntaxNode } from "@lezer/common";
import { LabError } from "../../../messages/failure";
import type { Teller } from "../teller";
import { ownNameOf } from "../../../nn/layers/from-code";
import { initializerNames } from "../../../nn/initializers/kinds";
import { builtin } from "./builtins";
import { lengthOf, ofBatches } from "./batches";
import { type Improvement, improvementIn } from "./improvement";
import { canonical, roomOfBareNames, usualMeaning } from "./names";
import { binary, compare, isTrue } from "./operators";
import { betweenCommas, parsePython, partsOf, type Source, textOfString } from "./syntax";
import { shortcutAmong } from "./shortcut";
import {
  after,
  type Call,
  augmentFunction,
  epochLoop,
  type Flow,
  inputs,
  type Instance,
  isKind,
  list,
  lowestLoss,
  meeting,
  type OwnClass,
  type OwnFunction,
  ownStopper,
  rateInEpochs,
  Scope,
  type Shortcut,
  stepsOf,
  unknown,
  type Value,
} from "./values";

/** Steps that no program of a network takes. */
const mostSteps = 200_000;
const deepest = 60;
/** Epochs for which a rate that changes is followed. */
const mostEpochsTried = 1000;

interface Arguments {
  readonly positional: Value[];
  readonly named: Map<string, Value>;
}

/** Methods that give the object itself, or a copy of it. */
const samePlace = new Set([
  ...["to", "cuda", "cpu", "train", "eval", "float", "double", "half", "apply", "requires_grad_"],
  ...["contiguous", "detach", "clone", "type"],
]);
/** Functions that give a network around the one that they get. */
const wrappers = new Set(["torch.compile", "torch.nn.DataParallel", "torch.jit.script"]);
const isCast = (name: string) => name === "typing.cast";
const containers = new Set(["torch.nn.Sequential", "torch.nn.ModuleList", "keras.Sequential", "printed"]);
/** The arguments that note how a PyTorch module starts, and the factors of its penalties. */
const startOfKernel = "lab_start";
const penaltyOfKernel = "lab_penalty";
const isAdding = (name: string) => name === "keras.layers.Add" || name === "torch.add";

/** What follows from a text of Python, read statement by statement. */
export class PythonReader {
  readonly scope = new Scope(null);
  /** Every call of a name from outside, in order. */
  readonly calls: Call[] = [];
  /** Values of statements of the text itself that go nowhere. */
  readonly loose: Value[] = [];
  private readonly source: Source;
  private readonly bareNames: string;
  private steps = 0;
  private depth = 0;
  /** The names and values that the loop over epochs counts by, inside of it. */
  private epochs: { readonly names: readonly string[]; readonly values: readonly Value[] } | null = null;

  /** @throws LabError `readTooLong`, `readTooDeep` */
  constructor(
    text: string,
    private readonly teller: Teller,
  ) {
    this.source = parsePython(text);
    this.bareNames = roomOfBareNames(text);
    for (const line of this.source.mistakes.slice(0, 5)) teller.tell("readSyntax", {}, line);
    this.scope.set("__name__", "__main__");
    this.block(this.source.top, this.scope);
  }

  /** The network applied to a tensor. */
  apply(callee: Value, flow: Flow, line = 0, path = ""): Flow | null {
    return this.bounded(() => {
      if (isKind(callee, "call")) {
        if (callee.name === "keras.Model") return this.modelApplied(callee, flow);
        if (!containers.has(callee.name)) return after(flow, callee);
        let through = flow;
        for (const { name, value } of this.childrenOf(callee)) {
          const inside = joined(path, name);
          const next = this.apply(placed(value, inside), through, callee.line, inside);
          if (!next) this.teller.tell("readUnknownLayer", { name: wordFor(value) }, callee.line);
          through = next ?? through;
        }
        return through;
      }
      if (isKind(callee, "instance")) {
        const forward = methodOf(callee, "forward") ?? methodOf(callee, "call");
        if (forward) return flowIn(this.invoke(forward, { positional: [flow], named: new Map() }));
        // Some libraries define `forward` themselves, such as d2l's Module: it applies `net`.
        const parts = callee.attributes.get("") ?? callee.attributes.get("net");
        return parts === undefined ? null : this.apply(parts, flow, line, callee.path);
      }
      if (isKind(callee, "function") || isKind(callee, "class"))
        return flowIn(this.call(callee, { positional: [flow], named: new Map() }, line));
      if (isKind(callee, "outside")) return after(flow, this.noted(callee.name, [], new Map(), line));
      // Keras' Sequential may begin with its inputs, which say their shape.
      if (isKind(callee, "flow"))
        return flow.depth === 0 && !flow.shape && callee.depth === 0 ? callee : flow;
      return null;
    });
  }

  /** An object of a class of the text. */
  instantiate(of: OwnClass, given: Arguments, line: number): Instance {
    const instance: Instance = { kind: "instance", of, attributes: new Map(), line, path: "" };
    const init = methodOf(instance, "__init__");
    if (init) this.invoke(init, given);
    return instance;
  }

  invoke({ node, scope, self }: OwnFunction, { positional, named }: Arguments): Value {
    return this.bounded(() => {
      const inner = new Scope(scope);
      const values: Value[] = self ? [self, ...positional] : [...positional];
      const list_ = node.getChild("ParamList");
      for (const group of betweenCommas(
        list_ ? partsOf(list_).filter(({ name }) => !/^[()/]$/.test(name)) : [],
      )) {
        const [first, second] = group;
        if (first!.name === "*" || first!.name === "**") {
          const rest = second && this.source.textOf(second);
          if (!rest) continue;
          const entries = new Map([...named].filter(([name]) => inner.get(name) === undefined));
          inner.set(rest, first!.name === "*" ? list(values.splice(0)) : { kind: "dictionary", entries });
          continue;
        }
        const name = this.source.textOf(first!);
        const usual = group.findIndex((part) => part.name === "AssignOp");
        if (values.length > 0) inner.set(name, values.shift()!);
        else if (named.has(name)) inner.set(name, named.get(name)!);
        else if (usual >= 0) inner.set(name, this.evaluate(group[usual + 1], scope));
        else inner.set(name, unknown(name));
      }
      const body = node.getChild("Body");
      return (body && this.block(body, inner)?.value) ?? null;
    });
  }

  /** The parts of a container, with their names in the weights. */
  childrenOf({ positional, named }: Call): { name: string; value: Value }[] {
    const given = isKind(positional[0], "list") && positional.length === 1 ? positional[0].items : positional;
    const layers = named.get("layers");
    const values = given.length === 0 && isKind(layers, "list") ? layers.items : given;
    return values.flatMap((value, index) => {
      if (isKind(value, "dictionary"))
        return [...value.entries].map(([name, each]) => ({ name, value: each }));
      if (isKind(value, "list") && typeof value.items[0] === "string")
        return [{ name: value.items[0], value: value.items[1]! }];
      if (isKind(value, "call") && value.name === "collections.OrderedDict") return this.childrenOf(value);
      return [{ name: String(index), value }];
    });
  }

  private modelApplied({ positional, named }: Call, flow: Flow): Flow | null {
    const from = flowIn(named.get("inputs") ?? positional[0] ?? null);
    const to = flowIn(named.get("outputs") ?? positional[1] ?? null);
    if (!to) return null;
    return stepsOf(to, from).reduce((through, step) => after(through, step), flow);
  }

  private block(node: SyntaxNode, scope: Scope): { value: Value } | undefined {
    for (const part of partsOf(node)) {
      const returned = this.statement(part, scope);
      if (returned) return returned;
    }
    return undefined;
  }

  private statement(node: SyntaxNode, scope: Scope): { value: Value } | undefined {
    this.tick();
    const parts = partsOf(node);
    switch (node.name) {
      case "ImportStatement":
        this.imported(parts, scope);
        return;
      case "AssignStatement":
        return this.assignment(parts, scope);
      case "UpdateStatement": {
        const [target, operator, value] = parts;
        if (!target || !operator || !value) return;
        const made = this.operate(
          this.evaluate(target, scope),
          this.source.textOf(operator).slice(0, -1),
          this.evaluate(value, scope),
          node,
        );
        return this.assign(target, made, scope);
      }
      case "ExpressionStatement": {
        const value = this.several(parts, scope);
        if (scope === this.scope) this.loose.push(value);
        return;
      }
      case "ReturnStatement":
        return { value: this.several(parts.slice(1), scope) };
      case "FunctionDefinition": {
        const made = this.functionOf(node, scope);
        return scope.set(made.name, made) as undefined;
      }
      case "ClassDefinition":
        return this.defineClass(node, parts, scope);
      case "DecoratedStatement":
      case "StatementGroup":
      case "WithStatement":
      case "TryStatement":
      case "Body":
        return node.name === "WithStatement" || node.name === "TryStatement"
          ? this.statementIn(parts, scope)
          : this.block(node, scope);
      case "IfStatement":
        return this.choice(node, parts, scope);
      case "ForStatement":
        return this.loop(node, parts, scope);
    }
  }

  /** The first block of a statement that has several. */
  private statementIn(parts: readonly SyntaxNode[], scope: Scope): { value: Value } | undefined {
    const body = parts.find(({ name }) => name === "Body");
    return body && this.block(body, scope);
  }

  private imported(parts: readonly SyntaxNode[], scope: Scope): void {
    const words = parts.map((part) => this.source.textOf(part));
    const at = words.indexOf("import");
    const room = words[0] === "from" ? words.slice(1, at).join("") : "";
    const names = words.slice(at + 1).filter((word) => word !== "(" && word !== ")");
    for (const entry of namesBetweenCommas(names)) {
      const as = entry.indexOf("as");
      const name = (as < 0 ? entry : entry.slice(0, as)).join("");
      const alias = as < 0 ? undefined : entry[as + 1];
      const whole = room === "" ? name : `${room}.${name}`;
      if (alias !== undefined) scope.set(alias, { kind: "outside", name: canonical(whole) });
      else if (room !== "") scope.set(name, { kind: "outside", name: canonical(whole) });
      else {
        const first = name.split(".")[0]!;
        scope.set(first, { kind: "outside", name: canonical(first) });
      }
    }
  }

  private assignment(parts: readonly SyntaxNode[], scope: Scope): undefined {
    const groups: SyntaxNode[][] = [[]];
    for (const part of parts) {
      if (part.name === "AssignOp") groups.push([]);
      else if (part.name !== "TypeDef") groups.at(-1)!.push(part);
    }
    if (groups.length < 2) return;
    const [targets] = groups;
    if (this.epochs && /\.(p|rate|drop_prob)$/.test(this.source.textOf(targets![0]!)))
      return this.rateChanged(targets![0]!, groups.at(-1)!, scope);
    const value = this.several(groups.at(-1)!, scope);
    if (isKind(value, "list")) value.items.forEach(notePenalty);
    for (const some of groups.slice(0, -1)) {
      const each = betweenCommas(some);
      if (each.length === 1 && some.length === 1) this.assign(some[0], value, scope);
      else
        this.assignEach(
          each.map((group) => group.at(-1)!),
          value,
          scope,
        );
    }
  }

  /** `layer.rate = rate * (epoch <= 5)`: what follows in each epoch, with one in the place of what is not known. */
  private rateChanged(target: SyntaxNode, value: readonly SyntaxNode[], scope: Scope): undefined {
    const [object] = partsOf(target);
    const owner = this.evaluate(object, scope);
    const factors = this.epochs!.values.slice(0, mostEpochsTried).map((epoch) => {
      const inner = new Scope(scope);
      for (const name of namesIn(value, this.source))
        if (isKind(scope.get(name), "unknown")) inner.set(name, 1);
      for (const name of this.epochs!.names) inner.set(name, epoch);
      return this.several(value, inner);
    });
    const layer = isKind(owner, "unknown") ? [] : [owner];
    this.noted(rateInEpochs, [list(factors), ...layer], new Map(), this.source.lineOf(target));
  }

  private assignEach(targets: readonly SyntaxNode[], value: Value, scope: Scope): void {
    targets.forEach((target, index) => {
      // What gives a tensor and more, such as attention, is followed by the tensor.
      const part = isKind(value, "list")
        ? (value.items[index] ?? unknown(""))
        : isKind(value, "flow")
          ? value
          : unknown("");
      this.assign(target, part, scope);
    });
  }

  private assign(target: SyntaxNode | undefined, value: Value, scope: Scope): undefined {
    if (!target) return;
    if (target.name === "VariableName") scope.set(this.source.textOf(target), value);
    else if (target.name === "TupleExpression" || target.name === "ArrayExpression")
      this.assignEach(
        betweenCommas(inBrackets(target)).map((group) => group.at(-1)!),
        value,
        scope,
      );
    else if (target.name === "MemberExpression") {
      const [object, , property] = partsOf(target);
      const owner = this.evaluate(object, scope);
      if (isKind(owner, "instance") && property?.name === "PropertyName")
        owner.attributes.set(this.source.textOf(property), value);
      else if (isKind(owner, "dictionary") && property) {
        const key = this.evaluate(property, scope);
        if (typeof key === "string" || typeof key === "number") owner.entries.set(String(key), value);
      }
    }
    return undefined;
  }

  private functionOf(node: SyntaxNode, scope: Scope): OwnFunction {
    const name = node.getChild("VariableName");
    const line = this.source.lineOf(node);
    return { kind: "function", name: name ? this.source.textOf(name) : "", node, scope, line };
  }

  private defineClass(node: SyntaxNode, parts: readonly SyntaxNode[], scope: Scope): undefined {
    const name = parts.find((part) => part.name === "VariableName");
    if (!name) return;
    const bases = node.getChild("ArgList");
    const body = node.getChild("Body");
    const inside = new Scope(scope);
    const methods = new Map<string, OwnFunction>();
    for (const part of body ? partsOf(body) : []) {
      const definition = part.name === "DecoratedStatement" ? part.getChild("FunctionDefinition") : part;
      if (definition?.name === "FunctionDefinition") {
        const method = this.functionOf(definition, inside);
        methods.set(method.name, method);
      } else this.statement(part, inside);
    }
    const made: OwnClass = {
      kind: "class",
      name: this.source.textOf(name),
      known: null,
      bases: bases ? this.argumentsOf(bases, scope).positional : [],
      methods,
      line: this.source.lineOf(node),
    };
    // Methods ask for it by `super()`.
    inside.set("__class__", made);
    const isTorch = isKind(made.bases[0], "outside") && made.bases[0].name.startsWith("torch.");
    scope.set(made.name, { ...made, known: ownNameOf(made.name, isTorch, this.source.textOf(node)) });
  }

  private choice(node: SyntaxNode, parts: readonly SyntaxNode[], scope: Scope): { value: Value } | undefined {
    for (let at = 0; at < parts.length; at++) {
      const word = parts[at]!.name;
      if (word === "Body") continue;
      if (word === "else") return this.statementIn(parts.slice(at), scope);
      if (word !== "if" && word !== "elif") continue;
      const condition = this.evaluate(parts[at + 1], scope);
      // What stands there is for training.
      const known = this.isTraining(parts[at + 1]) ? true : isTrue(condition);
      const names = namesIn([parts[at + 1] ?? node], this.source);
      const ofEpoch = this.epochs?.names.some((name) => names.includes(name)) ?? false;
      const improvement = known === null || ofEpoch ? improvementIn(node, this.source) : null;
      if (improvement) return this.improved(improvement, node, scope);
      // Some epochs go one way, some the other.
      if (ofEpoch) {
        for (const body of parts.filter((part) => part.name === "Body")) this.block(body, scope);
        return undefined;
      }
      const body = parts.slice(at + 1).find(({ name }) => name === "Body");
      if (known === null && scope !== this.scope)
        this.teller.tell(
          "readUnknownPart",
          { name: this.short(parts[at + 1] ?? node) },
          this.source.lineOf(node),
        );
      if (known !== false) return body && this.block(body, scope);
    }
    return undefined;
  }

  private improved(found: Improvement, node: SyntaxNode, scope: Scope): undefined {
    const named = new Map<string, Value>();
    for (const name of ["delta", "share", "patience", "factor", "after"] as const)
      if (found[name]) named.set(name, this.evaluate(found[name], scope));
    for (const name of ["comparison", "consequence", "keeps", "isHighest"] as const)
      named.set(name, found[name]);
    named.set("condition", this.short(found.condition));
    this.noted(lowestLoss, [], named, this.source.lineOf(node));
  }

  private isTraining(condition: SyntaxNode | undefined): boolean {
    return condition !== undefined && /^(self\.training|training)$/.test(this.source.textOf(condition));
  }

  private loop(node: SyntaxNode, parts: readonly SyntaxNode[], scope: Scope): { value: Value } | undefined {
    const within = parts.findIndex(({ name }) => name === "in");
    const iterable = parts[within + 1];
    const body = node.getChild("Body");
    if (!iterable || !body) return undefined;
    const known = this.itemsOf(this.evaluate(iterable, scope)) ?? [];
    const targets = betweenCommas(parts.slice(1, within)).map((group) => group.at(-1)!);
    const names = targets.map((target) => this.source.textOf(target));
    const areEpochs =
      !this.epochs &&
      (names.some((name) => /^epochs?$/i.test(name)) ||
        /^(t?range|tqdm)\(.*epochs?\b/i.test(this.short(iterable)));
    if (known.length > 0 && areEpochs)
      this.noted(epochLoop, [known.length], new Map(), this.source.lineOf(node));
    const before = this.epochs;
    if (areEpochs) this.epochs = { names, values: known };
    // What an epoch does with each batch, it does with one that is not known.
    const items = known.length === 0 && this.epochs ? [unknown(this.short(iterable))] : known;
    try {
      // What one epoch says of the training, all of them say.
      for (const item of areEpochs ? items.slice(0, 1) : items) {
        this.tick();
        if (targets.length === 1) this.assign(targets[0], item, scope);
        else this.assignEach(targets, item, scope);
        const returned = this.block(body, scope);
        if (returned) return returned;
      }
    } finally {
      this.epochs = before;
    }
    return undefined;
  }

  private itemsOf(value: Value): readonly Value[] | null {
    if (isKind(value, "list")) return value.items;
    if (isKind(value, "dictionary")) return [...value.entries.keys()];
    if (isKind(value, "call") && containers.has(value.name))
      return this.childrenOf(value).map((each) => placed(each.value, joined(value.path ?? "", each.name)));
    return null;
  }

  /** One value, or the tuple of several between commas. */
  private several(parts: readonly SyntaxNode[], scope: Scope): Value {
    const groups = betweenCommas(parts);
    if (groups.length === 1 && parts.length === 1) return this.evaluate(parts[0], scope);
    return list(groups.flatMap((group) => this.unpacked(group, scope)));
  }

  /** The values of an entry of a list: several where it has a star. */
  private unpacked(group: readonly SyntaxNode[], scope: Scope): Value[] {
    const value = this.evaluate(group.at(-1)!, scope);
    if (group[0]!.name !== "*") return [value];
    return [...(this.itemsOf(value) ?? [unknown(this.short(group.at(-1)!))])];
  }

  /** @param node undefined where a mistake leaves a part out */
  private evaluate(node: SyntaxNode | undefined, scope: Scope): Value {
    this.tick();
    if (!node) return unknown("");
    return this.bounded(() => this.expression(node, scope));
  }

  private expression(node: SyntaxNode, scope: Scope): Value {
    const text = () => this.source.textOf(node);
    switch (node.name) {
      case "Number":
        return Number(text().replaceAll("_", ""));
      case "String":
        return textOfString(text());
      case "ContinuedString":
        return partsOf(node)
          .map((part) => textOfString(this.source.textOf(part)))
          .join("");
      case "Boolean":
        return text() === "True";
      case "None":
        return null;
      case "VariableName":
        return this.variable(text(), scope);
      case "ParenthesizedExpression":
        return this.several(inBrackets(node), scope);
      case "TupleExpression":
      case "ArrayExpression":
      case "SetExpression":
        return list(betweenCommas(inBrackets(node)).flatMap((group) => this.unpacked(group, scope)));
      case "DictionaryExpression":
        return this.dictionary(node, scope);
      case "ArrayComprehensionExpression":
      case "ComprehensionExpression":
        return this.comprehension(inBrackets(node), scope) ?? unknown(this.short(node));
      case "UnaryExpression": {
        const [operator, operand] = partsOf(node);
        const value = this.evaluate(operand, scope);
        const sign = operator ? this.source.textOf(operator) : "";
        if (sign === "not") return isTrue(value) === null ? unknown(this.short(node)) : !isTrue(value);
        if (typeof value !== "number") return unknown(this.short(node));
        return sign === "-" ? -value : sign === "+" ? value : unknown(this.short(node));
      }
      case "BinaryExpression": {
        const [left, ...rest] = partsOf(node);
        const operator = rest
          .slice(0, -1)
          .map((part) => this.source.textOf(part))
          .join(" ");
        return this.operate(this.evaluate(left, scope), operator, this.evaluate(rest.at(-1), scope), node);
      }
      case "ConditionalExpression": {
        const [yes, , condition, , no] = partsOf(node);
        return this.evaluate(isTrue(this.evaluate(condition, scope)) === false ? no : yes, scope);
      }
      case "NamedExpression": {
        const [target, , value] = partsOf(node);
        const made = this.evaluate(value, scope);
        this.assign(target, made, scope);
        return made;
      }
      case "MemberExpression":
        return this.member(node, scope);
      case "CallExpression":
        return this.callExpression(node, scope);
      default:
        return unknown(this.short(node));
    }
  }

  private variable(name: string, scope: Scope): Value {
    const known = scope.get(name);
    if (known !== undefined) return known;
    const meaning = usualMeaning(name, this.bareNames);
    if (meaning !== undefined) return { kind: "outside", name: canonical(meaning) };
    return name === "printed" ? { kind: "outside", name } : { kind: "outside", name: `builtins.${name}` };
  }

  private dictionary(node: SyntaxNode, scope: Scope): Value {
    const entries = new Map<string, Value>();
    for (const [key, , value] of betweenCommas(inBrackets(node))) {
      if (!key || !value) continue;
      const name = this.evaluate(key, scope);
      if (typeof name === "string" || typeof name === "number")
        entries.set(String(name), this.evaluate(value, scope));
    }
    return { kind: "dictionary", entries };
  }

  /** `[make for name in list if condition]`, with one `for`. */
  private comprehension(parts: readonly SyntaxNode[], scope: Scope): Value | null {
    const [makes, within] = [
      parts.findIndex(({ name }) => name === "for"),
      parts.findIndex(({ name }) => name === "in"),
    ];
    const iterable = parts[within + 1];
    if (makes !== 1 || !iterable) return null;
    const condition = parts[within + 2]?.name === "if" ? parts[within + 3] : undefined;
    const items = this.itemsOf(this.evaluate(iterable, scope));
    const targets = betweenCommas(parts.slice(2, within)).map((group) => group.at(-1)!);
    if (!items) return null;
    const made: Value[] = [];
    for (const item of items) {
      const inner = new Scope(scope);
      if (targets.length === 1) this.assign(targets[0], item, inner);
      else this.assignEach(targets, item, inner);
      if (!condition || isTrue(this.evaluate(condition, inner)) !== false)
        made.push(this.evaluate(parts[0], inner));
    }
    return list(made);
  }

  private operate(left: Value, operator: string, right: Value, node: SyntaxNode): Value {
    if (isKind(left, "flow") && isKind(right, "flow") && operator === "+")
      return this.together(left, right, this.source.lineOf(node));
    const flow = flowIn(left) ?? flowIn(right);
    if (flow && (isKind(left, "flow") || isKind(right, "flow"))) {
      this.teller.tell("readUnknownCall", { name: this.short(node) }, this.source.lineOf(node));
      return flow;
    }
    const known = binary(left, operator, right) ?? ofBatches(left, operator, right);
    return known ?? compare(left, operator, right) ?? unknown(this.short(node));
  }

  /** The sum of two tensors: a shortcut around the steps between them. */
  private together(one: Flow, other: Flow, line: number): Flow {
    const start = meeting(one, other);
    const [short, long] = shortcutAmong(stepsOf(one, start), stepsOf(other, start));
    if (!start || long.length === 0) {
      this.teller.tell("readBranch", {}, line);
      return one;
    }
    const shortcut: Shortcut = { kind: "shortcut", body: long, projection: short, line };
    return after(start, shortcut);
  }

  private member(node: SyntaxNode, scope: Scope): Value {
    const [object, dot, property] = partsOf(node);
    const value = this.evaluate(object, scope);
    if (dot?.name === "[") return this.item(value, node, partsOf(node).slice(2, -1), scope);
    return this.attribute(value, property ? this.source.textOf(property) : "", node);
  }

  private attribute(value: Value, name: string, node: SyntaxNode): Value {
    if (isKind(value, "outside")) return { kind: "outside", name: canonical(`${value.name}.${name}`) };
    if (isKind(value, "instance")) {
      const own = value.attributes.get(name);
      if (own !== undefined) return placed(own, joined(value.path, name));
      return methodOf(value, name) ?? unknown(this.short(node));
    }
    if (isKind(value, "call") && name === "weight") return { kind: "weight", of: value };
    // Symbolic inputs of Keras: `layer.output` of an applied model is not followed.
    return unknown(this.short(node));
  }

  private item(value: Value, node: SyntaxNode, index: readonly SyntaxNode[], scope: Scope): Value {
    if (isKind(value, "flow")) {
      this.teller.tell("readUnknownCall", { name: this.short(node) }, this.source.lineOf(node));
      return value;
    }
    const items = this.itemsOf(value);
    const colon = index.findIndex(({ name }) => name === ":");
    if (colon >= 0) {
      const side = (part: SyntaxNode | undefined) => (part ? this.evaluate(part, scope) : undefined);
      const [from, to] = [side(index[colon - 1]), side(index[colon + 1])];
      if (!items || [from, to].some((each) => each !== undefined && typeof each !== "number"))
        return unknown(this.short(node));
      return list(items.slice((from as number | undefined) ?? 0, to as number | undefined));
    }
    const key = index.length === 1 ? this.evaluate(index[0], scope) : unknown("");
    if (isKind(value, "dictionary")) return value.entries.get(String(key)) ?? unknown(this.short(node));
    const found = typeof key === "number" ? items?.at(key) : undefined;
    return found === undefined ? unknown(this.short(node)) : found;
  }

  private callExpression(node: SyntaxNode, scope: Scope): Value {
    const [callee, given] = partsOf(node);
    if (!callee || !given) return unknown(this.short(node));
    const parameters = this.argumentsOf(given, scope);
    const line = this.source.lineOf(node);
    if (callee.name !== "MemberExpression" || partsOf(callee)[1]?.name === "[")
      return this.call(this.evaluate(callee, scope), parameters, line, this.short(callee));
    const [owner, , property] = partsOf(callee);
    const name = property ? this.source.textOf(property) : "";
    if (/^super\(/.test(this.source.textOf(owner!))) return this.parent(name, parameters, scope, line);
    return this.method(this.evaluate(owner, scope), name, parameters, line, callee, scope);
  }

  /** `super().__init__(…)` */
  private parent(name: string, given: Arguments, scope: Scope, line: number): Value {
    const self = scope.get("self");
    if (!isKind(self, "instance") || name !== "__init__") return unknown(`super().${name}`);
    const of = scope.get("__class__");
    const base = isKind(of, "class") ? of.bases[0] : undefined;
    const init = isKind(base, "class") ? base.methods.get("__init__") : undefined;
    if (init) return this.invoke({ ...init, self }, given);
    if (isKind(base, "outside") && containers.has(base.name))
      self.attributes.set("", this.noted(base.name, given.positional, given.named, line));
    return null;
  }

  private argumentsOf(node: SyntaxNode, scope: Scope): Arguments {
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    for (const group of betweenCommas(inBrackets(node))) {
      const [first, second, third] = group;
      if (first!.name === "**" && second) {
        const more = this.evaluate(second, scope);
        if (isKind(more, "dictionary")) for (const [key, value] of more.entries) named.set(key, value);
      } else if (second?.name === "AssignOp" && third)
        named.set(this.source.textOf(first!), this.evaluate(third, scope));
      else if (group.some(({ name }) => name === "for"))
        positional.push(this.comprehension(group, scope) ?? unknown(this.short(first!)));
      else positional.push(...this.unpacked(group, scope));
    }
    return { positional, named };
  }

  private method(
    owner: Value,
    name: string,
    given: Arguments,
    line: number,
    node: SyntaxNode,
    scope: Scope,
  ): Value {
    if (isKind(owner, "outside"))
      return this.call(
        { kind: "outside", name: canonical(`${owner.name}.${name}`) },
        given,
        line,
        this.short(node),
      );
    if (isKind(owner, "instance")) {
      const own = owner.attributes.get(name);
      if (own !== undefined)
        return this.call(placed(own, joined(owner.path, name)), given, line, this.short(node));
      const method = methodOf(owner, name);
      if (method) return this.invoke(method, given);
      // Lightning's and d2l's: the parameters of __init__ become attributes.
      if (name === "save_hyperparameters")
        for (const [key, value] of scope.entries()) if (key !== "self") owner.attributes.set(key, value);
      if (name === "add_module" && typeof given.positional[0] === "string")
        owner.attributes.set(given.positional[0], given.positional[1] ?? null);
    }
    if (isKind(owner, "list")) return this.listMethod(owner.items, name, given);
    if (isKind(owner, "dictionary")) {
      const pairs = [...owner.entries];
      if (name === "items") return list(pairs.map(([key, value]) => list([key, value])));
      if (name === "values") return list(pairs.map(([, value]) => value));
      if (name === "keys") return list(pairs.map(([key]) => key));
    }
    if (isKind(owner, "flow")) return this.tensorMethod(owner, name, given, line);
    if (isKind(owner, "call") && containers.has(owner.name)) {
      const first = owner.positional[0];
      const parts = isKind(first, "list") && owner.positional.length === 1 ? first.items : owner.positional;
      if (name === "add_module" && given.positional.length === 2) parts.push(list(given.positional));
      if (name === "add" || name === "append" || name === "extend")
        return this.listMethod(parts, name, given);
    }
    if (name === "apply") this.started(owner, given.positional[0] ?? null);
    if (samePlace.has(name)) return owner;
    // Max-norm is said of kernels that the text names by a loop.
    if (isKind(owner, "call") || isKind(owner, "instance") || name === "renorm")
      this.noted(`method.${name}`, given.positional, given.named, line);
    return unknown(this.short(node));
  }

  /** `net.apply(he_normal)`, `he_normal(net[0])`: a function of the text that is named as one of the lab's initialisers is noted on each module. */
  private started(owner: Value, how: Value): void {
    if (!isKind(how, "function") || !isKind(owner, "call") || !isStart(how.name)) return;
    owner.named.set(startOfKernel, how.name);
    if (containers.has(owner.name)) for (const { value } of this.childrenOf(owner)) this.started(value, how);
    for (const value of owner.named.values()) if (isKind(value, "call")) this.started(value, how);
  }

  private listMethod(items: Value[], name: string, { positional: [first, second] }: Arguments): Value {
    if (name === "append" || name === "add") items.push(first ?? null);
    else if (name === "extend") items.push(...((first !== undefined && this.itemsOf(first)) || []));
    else if (name === "insert" && typeof first === "number") items.splice(first, 0, second ?? null);
    else if (name === "pop") return items.pop() ?? null;
    this.hold(items.length);
    return null;
  }

  private tensorMethod(flow: Flow, name: string, given: Arguments, line: number): Value {
    if (samePlace.has(name)) return flow;
    if (["size", "dim", "numel"].includes(name)) return unknown(name);
    const { positional, named } = given;
    // x.view(-1, 784) is x.view((-1, 784)).
    const sizes = ["view", "reshape", "permute"].includes(name) && !isKind(positional[0], "list");
    return after(
      flow,
      this.noted(`torch.Tensor.${name}`, sizes ? [list(positional)] : positional, named, line),
    );
  }

  /** @param text how the code calls it */
  private call(callee: Value, given: Arguments, line: number, text = ""): Value {
    const { positional, named } = given;
    if (isKind(callee, "function")) {
      const [first = null, rate] = positional;
      if (isKind(first, "flow") && typeof rate === "number" && this.isOwnDropout(callee))
        return after(first, this.noted("torch.nn.Dropout", [rate], new Map(), line));
      if (/augment/i.test(callee.name)) return this.augmented(callee, given, line);
      if (!isStart(callee.name) || !isKind(first, "call")) return this.invoke(callee, given);
      this.started(first, callee);
      return null;
    }
    if (isKind(callee, "class")) {
      if (callee.known !== null) return this.noted(callee.known, positional, named, line);
      const made = this.bounded(() => this.instantiate(callee, given, line));
      if (isStopper(callee.name)) this.noted(ownStopper, [], made.attributes, line);
      return made;
    }
    const several = isKind(positional[0], "list") ? positional[0].items : positional;
    const [flow, second] = [...several, ...named.values()].filter((value) => isKind(value, "flow"));
    const name = isKind(callee, "outside") || isKind(callee, "call") ? callee.name : "";
    const makesModel = isKind(callee, "outside") && (name === "keras.Model" || containers.has(name));
    if (flow && !makesModel) {
      if (isAdding(name) && second) return this.together(flow, second, line);
      if (isKind(callee, "outside")) {
        const rest = positional.filter((value) => !isKind(value, "flow") && value !== positional[0]);
        return after(flow, this.noted(callee.name, rest, withoutFlows(named), line));
      }
      if (second && second !== flow) this.teller.tell("readBranch", {}, line);
      if (isKind(callee, "call") && named.get("training") === true && /Drop|Noise/.test(callee.name))
        this.teller.tell("readAlwaysOn", { name: callee.name.split(".").at(-1)! }, line);
      const path = isKind(callee, "call") || isKind(callee, "instance") ? (callee.path ?? "") : "";
      const through = this.apply(callee, flow, line, path);
      if (through) return through;
      this.teller.tell("readUnknownCall", { name: text }, line);
      return flow;
    }
    if (isKind(callee, "outside")) {
      if (callee.name.startsWith("builtins.")) {
        const own = callee.name.slice("builtins.".length);
        const value = builtin(own, positional, (each) => this.itemsOf(each));
        return value ?? (own === "len" ? lengthOf(positional[0]) : unknown(text));
      }
      if (/^(math|numpy)\.(ceil|floor)$/.test(callee.name) && isKind(positional[0], "batches"))
        return positional[0];
      if (wrappers.has(callee.name)) return positional[0] ?? null;
      if (isCast(callee.name)) return positional[1] ?? null;
      if (callee.name === "keras.Input") return inputs(shapeIn(named.get("shape") ?? positional[0]));
      return this.noted(callee.name, positional, named, line);
    }
    return unknown(text);
  }

  /** `augment(x)` of the text: what it does to pictures. */
  private augmented(callee: OwnFunction, given: Arguments, line: number): Value {
    const before = this.calls.length;
    const made = this.invoke(callee, given);
    this.noted(augmentFunction, this.calls.slice(before), new Map(), line);
    return made;
  }

  /** Inverted dropout as textbooks write it: `dropout_layer(X, dropout)` with `mask * X / (1.0 - dropout)`. */
  private isOwnDropout({ name, node }: OwnFunction): boolean {
    const text = this.source.textOf(node);
    return /^dropout(_layer)?$/i.test(name) && /\brand\w*\(/.test(text) && /\/ *\(1(\.0)? *-/.test(text);
  }

  private noted(name: string, positional: readonly Value[], named: Map<string, Value>, line: number): Call {
    const call: Call = { kind: "call", name, positional: [...positional], named, line };
    this.calls.push(call);
    this.hold(this.calls.length);
    return call;
  }

  /** A few words of the text, as a name for what cannot be followed. */
  private short(node: SyntaxNode): string {
    const text = this.source.textOf(node).replace(/\s+/g, " ");
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }

  private tick(): void {
    this.hold(++this.steps);
  }

  private hold(count: number): void {
    if (count > mostSteps) throw new LabError("readTooDeep");
  }

  private bounded<Result>(work: () => Result): Result {
    if (++this.depth > deepest * 4) throw new LabError("readTooDeep");
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
}

/** What to call a part of a network that is no layer. */
function wordFor(value: Value): string {
  if (isKind(value, "instance")) return value.of.name;
  return isKind(value, "unknown") ? value.text : "?";
}

/** `(net[0].weight, 0.001, 0.01)`: a kernel with the factors of its L1 and L2, as the lab's own programs list them. */
function notePenalty(row: Value): void {
  if (!isKind(row, "list") || row.items.length !== 3) return;
  const [weight, ...factors] = row.items;
  if (isKind(weight, "weight") && factors.every((each) => typeof each === "number"))
    weight.of.named.set(penaltyOfKernel, list(factors));
}

const isStopper = (name: string) => /^early_?stop(p(ing|er))?$/i.test(name);

/** The names that an expression is made of. */
function namesIn(nodes: readonly SyntaxNode[], source: Source): string[] {
  return nodes.flatMap((node) =>
    node.name === "VariableName" ? [source.textOf(node)] : namesIn(partsOf(node), source),
  );
}

const isStart = (name: string) =>
  initializerNames.some((each) => each.toLowerCase() === name.toLowerCase().replaceAll("_", ""));

/** The method of an object, from its class or those that the class is made from. */
function methodOf(instance: Instance, name: string): OwnFunction | undefined {
  let of: Value | undefined = instance.of;
  for (let steps = 0; isKind(of, "class") && steps < deepest; steps++) {
    const method = of.methods.get(name);
    if (method) return { ...method, self: instance };
    of = of.bases[0];
  }
  return undefined;
}

/** The value under its name in the weights. */
function placed(value: Value, path: string): Value {
  if (isKind(value, "call")) return { ...value, path, origin: value.origin ?? value };
  return isKind(value, "instance") ? { ...value, path } : value;
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function flowIn(value: Value): Flow | null {
  if (isKind(value, "list")) return value.items.find((each) => isKind(each, "flow")) ?? null;
  return isKind(value, "flow") ? value : null;
}

function withoutFlows(named: Map<string, Value>): Map<string, Value> {
  return new Map([...named].filter(([, value]) => !isKind(value, "flow")));
}

function shapeIn(value: Value | undefined): number[] | undefined {
  const sizes = isKind(value, "list") ? value.items : [value];
  return sizes.every((size) => typeof size === "number") ? sizes : undefined;
}

/** What stands between the brackets of a node. */
function inBrackets(node: SyntaxNode): SyntaxNode[] {
  return partsOf(node).filter(({ name }) => !/^[()[\]{}]$/.test(name));
}

function namesBetweenCommas(words: readonly string[]): string[][] {
  const entries: string[][] = [[]];
  for (const word of words) {
    if (word === ",") entries.push([]);
    else entries.at(-1)!.push(word);
  }
  return entries.filter((entry) => entry.length > 0);
}
