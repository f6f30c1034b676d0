import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";

/** For tests only: Slurm with this machine as its only node, all of it in one folder, as whoever runs the tests. */

export interface Cluster {
  /** For whatever calls Slurm. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs one of Slurm's programs. @returns its output */
  call(program: string, ...parameters: string[]): string;
  close(): Promise<void>;
}

const daemons = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd"];

/** Debian's slurm-wlm and munge. A plain user's Slurm starts that user's jobs only, which is enough. */
export const canStartCluster = daemons.every((program) => spawnSync(program, ["-V"]).status === 0);

export async function startCluster(folder: string): Promise<Cluster> {
  const at = (name: string) => join(folder, name);
  for (const name of ["state", "spool", "munge"]) mkdirSync(at(name), { recursive: true, mode: 0o700 });
  writeFileSync(at("munge/key"), randomBytes(128), { mode: 0o600 });
  chmodSync(folder, 0o700);
  const [controllerPort, nodePort] = await freePorts();
  const host = hostname().split(".")[0]!;
  const user = userInfo().username;
  const socket = at("munge/socket");
  writeFileSync(
    at("slurm.conf"),
    `ClusterName=lab
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=${socket}
StateSaveLocation=${at("state")}
SlurmdSpoolDir=${at("spool")}
SlurmctldPidFile=${at("slurmctld.pid")}
SlurmdPidFile=${at("slurmd.pid")}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
KillWait=5
SchedulerParameters=batch_sched_delay=1,sched_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
PartitionName=urgent Nodes=${host} MaxTime=INFINITE PriorityTier=10 State=UP
`,
  );
  const env = { SLURM_CONF: at("slurm.conf") };
  const children: ChildProcess[] = [];
  const start = (program: string, ...parameters: string[]) => {
    const log = openSync(at("daemons.log"), "a");
    const child = spawn(program, parameters, {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
    });
    children.push(child);
    return child;
  };
  const call = (program: string, ...parameters: string[]) => {
    const { stdout, stderr, status } = spawnSync(program, parameters, {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    if (status !== 0) throw new Error(`${program} ${parameters.join(" ")}: ${stderr}`);
    return stdout;
  };
  const answers = (program: string, parameters: string[], wanted: RegExp) => {
    try {
      return wanted.test(call(program, ...parameters));
    } catch {
      return false;
    }
  };
  const munge = [
    "--key-file",
    at("munge/key"),
    "--pid-file",
    at("munge/pid"),
    "--seed-file",
    at("munge/seed"),
  ];
  start("/usr/sbin/munged", "--foreground", "--force", "--socket", socket, ...munge);
  await untilSo(() => answers("munge", ["-n", "-S", socket], /MUNGE/));
  start("/usr/sbin/slurmctld", "-D", "-f", at("slurm.conf"));
  start("/usr/sbin/slurmd", "-D", "-f", at("slurm.conf"));
  await untilSo(() => answers("sinfo", ["-h", "-o", "%T"], /idle/));
  return {
    env,
    call,
    async close() {
      call("scancel", "--full", "--signal=KILL", `--user=${user}`);
      call("scancel", `--user=${user}`);
      await untilSo(() => answers("squeue", ["-h"], /^$/)).catch(() => undefined);
      for (const child of children.reverse()) {
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
      }
    },
  };
}

/** @throws Error after 5 minutes, which is for a machine that is very busy */
export async function untilSo(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn === 3000) throw new Error("Slurm did not come to this within 5 minutes");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePorts(): Promise<[number, number]> {
  const servers = await Promise.all(
    [0, 1].map(async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return [ports[0]!, ports[1]!];
}
