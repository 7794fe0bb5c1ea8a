import { checkFlow } from './flow/check.ts';
import type { Flow } from './flow/definition.ts';
import { readFlow, type FlowFiles } from './flow/read.ts';
import { ProblemsError, type Problem } from './problem.ts';
import { readSettings, settingValues, type Setting, type SettingValues } from './settings.ts';

export interface LoadedFlow {
  readonly flow: Flow;
  readonly settingTable: ReadonlyMap<string, Setting>;
  readonly settings: SettingValues;
}

/** The facility's own settings file, when it has one. */
export interface FacilityFile {
  readonly file: string;
  readonly text: string;
}

/** Reads and judges flow and settings; all faults at once. Empty problems = the flow may be built and run. */
export function judgeFlow(
  files: FlowFiles,
  facility?: FacilityFile,
): { readonly loaded: LoadedFlow; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const settingTable = readSettings('settings.yaml', files.get('settings.yaml') ?? '', problems);
  const settings = settingValues(settingTable, facility, problems);
  const flow = readFlow('visit.yaml', files, problems);
  checkFlow(flow, settingTable, problems);
  return { loaded: { flow, settingTable, settings }, problems };
}

/**
 * The flow that may run.
 * @throws ProblemsError with every fault, its place, cause and next step; a faulty set of files is refused as a whole.
 */
export function loadFlow(files: FlowFiles, facility?: FacilityFile): LoadedFlow {
  const { loaded, problems } = judgeFlow(files, facility);
  if (problems.length === 0) return loaded;
  throw new ProblemsError(problems, (file) => (file === facility?.file ? facility.text : files.get(file)));
}
