package encoding

import (
	"strconv"
	"strings"

	"domicile/crypto/fault"
)

// KindJSONNumberInexact is returned when a number is not the same for every
// reader: binary64 cannot hold it (2^53+1, 1e400), or a whole number is due and
// a fraction or an exponent is written (1.0).
const KindJSONNumberInexact fault.Kind = "json_number_inexact"

// checkJSONNumber refuses a number that a reader with binary64 numbers, such as
// any browser, would change: the shortest decimal that names its binary64 must
// be the same number (RFC 7493 section 2.2).
func checkJSONNumber(n Number) error {
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil {
		return fault.New(KindJSONNumberInexact, "beyond the range of binary64")
	}
	if parseDecimal(string(n)) != parseDecimal(strconv.FormatFloat(f, 'e', -1, 64)) {
		return fault.New(KindJSONNumberInexact, "more digits than binary64 holds")
	}
	return nil
}

// decimal is a number as 0.digits x 10^exponent, digits without zeros at either
// end, so that equal numbers are equal values.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// parseDecimal reads the text of a JSON number that strconv has accepted.
func parseDecimal(text string) decimal {
	mantissa, negative := strings.CutPrefix(text, "-")
	exponent := 0
	if at := strings.IndexAny(mantissa, "eE"); at >= 0 {
		exponent, _ = strconv.Atoi(mantissa[at+1:]) // far exponents are zero or out of range
		mantissa = mantissa[:at]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	significant := strings.TrimLeft(whole+fraction, "0")
	if significant == "" {
		return decimal{}
	}
	exponent += len(significant) - len(fraction)
	return decimal{negative, strings.TrimRight(significant, "0"), exponent}
}

// wholeNumber reads an integer that was written as one and that every reader
// holds exactly: no fraction, no exponent, magnitude below 2^53.
func wholeNumber(n Number) (int64, error) {
	i, err := strconv.ParseInt(string(n), 10, 64)
	if err != nil || i >= 1<<53 || i <= -1<<53 {
		return 0, fault.New(KindJSONNumberInexact, "a whole number is due")
	}
	return i, nil
}
