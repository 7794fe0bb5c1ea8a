export { residueCommand } from './residue/residue.ts';
