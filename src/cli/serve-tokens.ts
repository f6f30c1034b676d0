import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { tokensFile } from "../serve/home";
import { WorkerTokens } from "../serve/worker-tokens";
import { labFolder } from "../store/folders";

/** `lab serve tokens`: who may use the shared files of this lab from another machine. */
export function addTokenCommands(serve: Command): void {
  const tokens = serve
    .command("tokens")
    .description(
      "let other machines use this lab's shared files, and nothing else; a withdrawn token is refused at once",
    );
  tokens
    .command("make")
    .description("make a token, which is shown once")
    .argument("<name>", "of the machine that gets it")
    .action(async (name: string) => {
      mkdirSync(labFolder(), { recursive: true });
      process.stdout.write(`${await workerTokens().make(name)}\n`);
    });
  tokens
    .command("list")
    .description("list the names of the tokens")
    .action(() => {
      for (const { name, made } of workerTokens().list())
        process.stdout.write(`${made.slice(0, 10)}  ${name}\n`);
    });
  tokens
    .command("withdraw")
    .description("refuse a token from now on")
    .argument("<name>", "of the token")
    .action(async (name: string) => workerTokens().withdraw(name));
}

const workerTokens = () => new WorkerTokens(join(labFolder(), tokensFile));
