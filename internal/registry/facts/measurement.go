package facts

// MaxPostings is the most bytes of [Measurement.Postings]: 64 entries of 8 bytes.
const MaxPostings = 64 * 8

// Measurement is what an agent found out about data at one instant, as it is shared: counts, scores and digests, no content.
type Measurement struct {
	MeasuredAt    int64  `json:"measured_at"`    // Unix milliseconds
	Rows          int64  `json:"rows"`           // ≥ 0
	Columns       int    `json:"columns"`        // 1…5,000
	QualityPPM    int64  `json:"quality_ppm"`    // 0…1,000,000
	StaleDays     int    `json:"stale_days"`     // days since the newest record; 0 if it has no date
	FileDigest    string `json:"file_digest"`    // SHA-256 of the bytes, hexadecimal
	SchemaDigest  string `json:"schema_digest"`  // of names and types of columns
	ProfileDigest string `json:"profile_digest"` // of the profile kept at the site
	SketchDigest  string `json:"sketch_digest"`  // of the content sketch
	PersonalData  string `json:"personal_data"`  // none, personal, sensitive
	AgentVersion  string `json:"agent_version"`  // ≤ 32 characters
	// Postings are at most 64 entries of 8 bytes of the content sketch, by which similar data is found.
	Postings []byte `json:"postings,omitempty"`
}
