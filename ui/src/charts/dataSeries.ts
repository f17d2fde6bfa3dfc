/** An appraisal on record. */
export interface ReportPoint {
  date: string;
  valueFen: number;
  lowFen: number;
  highFen: number;
}

/** One day of the data, as its agent measured it. */
export interface DataPoint {
  date: string;
  qualityBp: number;
  rows: number;
}
