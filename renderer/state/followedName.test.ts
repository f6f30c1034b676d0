import { expect, test } from "vitest";
import { type DraftData, draftDataOf } from "../../src/experiment/draft";
import { followedName } from "./followedName";

const moons = draftDataOf({ source: "moons", train: 10, validation: 10, test: 0, seed: 1 } as never);
const table = (path: string): DraftData =>
  ({
    ...draftDataOf({ source: "table", train: 1, validation: 1, test: 0, seed: 1 } as never),
    path,
  }) as never;

test("an experiment with a name of the lab's or of its file takes the next file's", () => {
  expect(followedName("textbook", moons, table("/a/b/wine.csv.gz"))).toBe("wine");
  expect(followedName("untitled", moons, table("C:\\data\\v1.2 prices.xlsx"))).toBe("v1.2 prices");
  expect(followedName("wine", table("/a/wine.csv"), table("/a/houses.tsv"))).toBe("houses");
});

test("a typed name stays, and so does one without a file", () => {
  expect(followedName("my wines", moons, table("/a/wine.csv"))).toBe("my wines");
  expect(followedName("my wines", table("/a/wine.csv"), table("/a/houses.csv"))).toBe("my wines");
  expect(followedName("wine", table("/a/wine.csv"), moons)).toBe("wine");
});
