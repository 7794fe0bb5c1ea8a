import * as v from 'valibot';

/** What the lab's starter and the process inside its namespaces say to each other. */
export const labOrderSchema = v.strictObject({
  id: v.number(),
  order: v.picklist(['stopPcscd', 'startPcscd', 'place', 'remove', 'end']),
});
export type LabOrder = v.InferOutput<typeof labOrderSchema>;

export const labReportSchema = v.variant('report', [
  v.strictObject({ report: v.literal('ready') }),
  v.strictObject({ report: v.literal('done'), id: v.number() }),
  v.strictObject({ report: v.literal('failed'), cause: v.string() }),
]);
export type LabReport = v.InferOutput<typeof labReportSchema>;
