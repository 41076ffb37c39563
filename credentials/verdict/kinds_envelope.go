package verdict

const (
	showAgain  = "Ask the holder to show the code again, closer and in better light."
	notACard   = "This is not a card that can be checked here: ask the holder for another code."
	askForNew  = "Do not accept it: ask the holder for another card, or send them to the office that issued it."
	tryCleaner = "The code was read with something added to it: clear the field and scan it alone."
)

// envelopeKinds are defects of what was scanned, before any card is in sight.
var envelopeKinds = []Entry{
	{"internal_fault", Policy, Unknown, "Fault of this program", "This program made a mistake and could not finish the check: do not accept the card yet, and try again."},
	{"format_unsupported", Format, Unknown, "Not read here", "This kind of card is known but not read by this version: do not accept it yet, and check it elsewhere."},
	{"input_not_credential", Envelope, Invalid, "Not a card", "This code is not a card but a question, an offer or a list: ask the holder for the card itself."},
	{"input_too_long", Envelope, Invalid, "Too long", "This is far longer than any card: do not accept it, and ask the holder for another code."},
	{"picture_too_large", Envelope, Invalid, "Picture too large", "The picture is too large to be read: take a smaller one of the code alone."},
	{"picture_unreadable", Envelope, Invalid, "Not a picture", "The file is no picture that can be read: take a new one as PNG or JPEG."},
	{"picture_without_code", Envelope, Unknown, "No code found", "No code was found in the picture: take another one, sharp and straight, with a white margin around the code."},
	{"qr_bom_prefix", Envelope, Invalid, "Invisible characters", tryCleaner},
	{"qr_empty", Envelope, Invalid, "Empty code", "The code is empty. " + showAgain},
	{"qr_frame_checksum", Envelope, Invalid, "Frame damaged", "A part of the moving code was misread. " + showAgain},
	{"qr_frame_index_range", Envelope, Invalid, "Frame out of range", "A part of the moving code does not exist: ask the holder to start it again."},
	{"qr_frames_incomplete", Envelope, Unknown, "Code incomplete", "Parts of the moving code are missing: keep the camera on it until it is complete."},
	{"qr_frames_mixed", Envelope, Invalid, "Two codes mixed", "Parts of two codes were mixed: scan one of them from its beginning."},
	{"qr_is_link_only", Envelope, Invalid, "Only a link", "This code is a web link and proves nothing: do not open it, and ask for the card itself."},
	{"qr_not_text_utf8", Envelope, Invalid, "Not text", notACard},
	{"qr_prefix_unknown", Envelope, Invalid, "Not a card", notACard},
	{"qr_prefix_version", Envelope, Invalid, "Other version", "This card has a version that is not known here: update this program, or check the card elsewhere."},
	{"qr_too_long", Envelope, Invalid, "Too long for a code", "This is longer than any code can be: do not accept it, and scan the code itself."},
	{"qr_trailing_characters", Envelope, Invalid, "Characters after the code", tryCleaner},
}
