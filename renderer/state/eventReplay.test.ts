import { expect, test } from "vitest";
import { EventReplay } from "./eventReplay";

/** An answer that the test gives. */
function question<T>() {
  let give!: (answer: T | undefined) => void;
  const asked = new Promise<T | undefined>((resolve) => (give = resolve));
  return { ask: () => asked, give };
}

test("what events tell while an answer is awaited holds after it, too; what came before does not return", async () => {
  const replay = new EventReplay();
  let state = "";
  const set = (value: string) => () => void (state = value);
  replay.note(set("before"));
  const first = question<string>();
  const second = question<string>();
  const taken = [
    replay.answer(first.ask, (answer) => (state = answer)),
    replay.answer(second.ask, (answer) => (state = answer)),
  ];
  expect(replay.isAwaiting).toBe(true);
  replay.note(set("event"));
  expect(state).toBe("event");
  first.give("older answer");
  expect(await taken[0]).toBe("older answer");
  expect(state).toBe("event");
  // The second one may be older than the event as well.
  second.give("other answer");
  await taken[1];
  expect([state, replay.isAwaiting]).toEqual(["event", false]);
  await replay.answer(
    () => Promise.resolve("new answer"),
    (answer) => (state = answer),
  );
  expect(state).toBe("new answer");
});

test("without an answer nothing is taken, nothing returns, and nothing stays awaited", async () => {
  const replay = new EventReplay();
  let count = 0;
  const take = () => void (count = 100);
  const none = replay.answer(() => Promise.resolve(undefined), take);
  replay.note(() => (count += 1));
  expect(await none).toBeUndefined();
  const failed = replay.answer(() => Promise.reject(new Error("lost")), take);
  await expect(failed).rejects.toThrow("lost");
  expect([count, replay.isAwaiting]).toEqual([1, false]);
});
