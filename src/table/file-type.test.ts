import { describe, expect, test } from "vitest";
import { fileTypeOf } from "./file-type";

describe("files that are no tables are known by their first bytes", () => {
  test.each([
    ["Stata 114, by pandas", "72020100", "fileIsStatistics"],
    ["Stata 117", "3c73746174615f6474613e3c6865616465723e", "fileIsStatistics"],
    ["SPSS", "24464c32402823292053505353", "fileIsStatistics"],
    ["R's workspace", "524458330a580a00000003", "fileIsStatistics"],
    ["R's object", "580a00000003000403", "fileIsStatistics"],
    ["SAS", "000000000000000000000000c2ea8160b31411cfbd92080009c7318c", "fileIsStatistics"],
    ["Feather, by pandas", "4152524f57310000ffffffff", "fileIsFeather"],
    ["HDF5, by h5py", "894844460d0a1a0a0000000000080800", "fileIsHdf5"],
    ["MATLAB, by SciPy", "4d41544c414220352e30204d41542d66696c6520506c6174666f726d", "fileIsHdf5"],
    ["a pickle of pandas", "800595280600000000008c1170616e646173", "fileIsPickle"],
    ["bzip2", "425a6839314159265359", "fileIsArchive"],
    ["xz", "fd377a585a000004", "fileIsArchive"],
    ["Zstandard", "28b52ffd04", "fileIsArchive"],
    ["7z", "377abcaf271c0004", "fileIsArchive"],
    ["rar", "526172211a070100", "fileIsArchive"],
    ["tar", `${"61".repeat(257)}7573746172003030`, "fileIsArchive"],
    ["an empty zip", "504b0506000000000000", "fileIsZip"],
    ["SQLite", "53514c69746520666f726d61742033001000", "fileIsDatabase"],
    ["PDF", "255044462d312e370a", "fileIsPaper"],
  ])("%s", (_, bytes, code) => {
    expect(fileTypeOf(Buffer.from(bytes, "hex"))).toBe(code);
  });

  test.each([
    "BZh,FEA1,x\n1,2,3\n",
    "RDX2,RDX3\n1,2\n",
    "X\n1\n2\n",
    "%, PDF\n1,2\n",
    "MATLAB,SPSS\n1,2\n",
    "r,s\n1,2\n",
  ])("%j is text", (text) => {
    expect(fileTypeOf(Buffer.from(text))).toBeNull();
  });
});
