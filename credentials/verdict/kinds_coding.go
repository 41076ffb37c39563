package verdict

const damaged = "The code is damaged or was not made as it must be. " + showAgain

// forged is for text that no honest program writes, but a forger who hopes that
// two readers take it differently.
const forged = "This card is written so that it could be read in two ways. " + askForNew

// codingKinds are defects of the text codings, of compression, JSON and CBOR.
var codingKinds = []Entry{
	{"base45_character", Format, Invalid, "Foreign character", damaged},
	{"base45_length", Format, Invalid, "Characters missing", damaged},
	{"base45_overflow", Format, Invalid, "Impossible characters", damaged},
	{"base58_character", Format, Invalid, "Foreign character", damaged},
	{"base58_too_long", Format, Invalid, "Key too long", damaged},
	{"base64_malformed", Format, Invalid, "Damaged text", damaged},
	{"base64url_character", Format, Invalid, "Foreign character", damaged},
	{"base64url_noncanonical", Format, Invalid, "Altered text", forged},
	{"base64url_padding", Format, Invalid, "Altered text", forged},
	{"base64url_whitespace", Format, Invalid, "Spaces in the text", "The card's text has spaces or line breaks in it: scan its code, or copy it again without them."},
	{"cbor_depth", Format, Invalid, "Nested too deeply", forged},
	{"cbor_duplicate_key", Format, Invalid, "Said twice", forged},
	{"cbor_indefinite", Format, Invalid, "No fixed length", forged},
	{"cbor_integer_range", Format, Invalid, "Number too large", damaged},
	{"cbor_invalid_utf8", Format, Invalid, "Broken characters", damaged},
	{"cbor_length_lies", Format, Invalid, "Shorter than it says", damaged},
	{"cbor_malformed", Format, Invalid, "Damaged data", damaged},
	{"cbor_map_key", Format, Invalid, "Strange label", damaged},
	{"cbor_noncanonical_integer", Format, Invalid, "Altered number", forged},
	{"cbor_simple_value", Format, Invalid, "Strange value", damaged},
	{"cbor_tag_unexpected", Format, Invalid, "Strange wrapping", damaged},
	{"cbor_trailing_data", Format, Invalid, "Data after the card", forged},
	{"cbor_type", Format, Invalid, "Wrong kind of value", damaged},
	{"cbor_undefined_value", Format, Invalid, "Undefined value", damaged},
	{"hex_malformed", Format, Invalid, "Damaged text", damaged},
	{"json_case_variant_key", Format, Invalid, "Names differ by case", forged},
	{"json_depth", Format, Invalid, "Nested too deeply", forged},
	{"json_duplicate_key", Format, Invalid, "Said twice", forged},
	{"json_invalid_utf8", Format, Invalid, "Broken characters", damaged},
	{"json_lone_surrogate", Format, Invalid, "Half a character", damaged},
	{"json_member_type", Format, Invalid, "Wrong kind of value", "The card says something in a form that is not allowed. " + askForNew},
	{"json_not_object", Format, Invalid, "Not an object", damaged},
	{"json_number_inexact", Format, Invalid, "Inexact number", "The card holds a number that is read differently by different programs. " + askForNew},
	{"json_syntax", Format, Invalid, "Damaged text", damaged},
	{"json_trailing_data", Format, Invalid, "Text after the card", forged},
	{"multibase_unknown", Format, Invalid, "Unknown coding", damaged},
	{"zlib_corrupt", Format, Invalid, "Damaged compression", damaged},
	{"zlib_missing", Format, Invalid, "Not compressed", damaged},
	{"zlib_ratio", Format, Invalid, "Unpacks too far", "This code unpacks to far more than a card: do not accept it, and report it."},
	{"zlib_too_large", Format, Invalid, "Unpacks too far", "This code unpacks to far more than a card: do not accept it, and report it."},
	{"zlib_trailing_data", Format, Invalid, "Data after the card", forged},
}
