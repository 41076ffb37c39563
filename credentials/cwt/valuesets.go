package cwt

// The value sets of the EU DCC (ehn-dcc-valuesets) as far as certificates in
// circulation use them: they serve the reader's eye only, never a decision.
var (
	diseases = map[string]string{"840539006": "COVID-19"}

	testMethods = map[string]string{
		"LP6464-4":   "Nucleic acid amplification (PCR)",
		"LP217198-3": "Rapid antigen test",
	}

	testResults = map[string]string{
		"260415000": "Not detected",
		"260373001": "Detected",
	}

	vaccines = map[string]string{
		"1119349007": "SARS-CoV-2 mRNA vaccine",
		"1119305005": "SARS-CoV-2 antigen vaccine",
		"J07BX03":    "COVID-19 vaccine",
	}

	products = map[string]string{
		"EU/1/20/1507": "Spikevax (Moderna)",
		"EU/1/20/1525": "Jcovden (Janssen)",
		"EU/1/20/1528": "Comirnaty",
		"EU/1/21/1529": "Vaxzevria",
		"EU/1/21/1618": "Nuvaxovid",
	}

	manufacturers = map[string]string{
		"ORG-100001417": "Janssen-Cilag International",
		"ORG-100001699": "AstraZeneca AB",
		"ORG-100030215": "Biontech Manufacturing GmbH",
		"ORG-100031184": "Moderna Biotech Spain S.L.",
		"ORG-100032020": "Novavax CZ AS",
	}
)
