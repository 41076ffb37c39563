package request

import "strings"

// IsObject reports whether a text is a request object and nothing else, by the
// type in its header.
func IsObject(text string) bool {
	header, err := objectHeader(text)
	typ, _ := header["typ"].(string)
	return err == nil && isObjectType(typ)
}

// Look says what a request is, and what it claims, without judging any of it: no
// signature is checked, nothing is fetched, and anybody can have written it.
//
//	{"form": "by value" | "request object" | "by reference",
//	 "parameters": those of the address, or of the request object,
//	 "header": that of the request object}
func Look(text string) (map[string]any, error) {
	if IsObject(text) {
		return lookAtObject(text)
	}
	values, err := addressParameters(text)
	if err != nil {
		return nil, err
	}
	if object, present := values["request"]; present {
		return lookAtObject(object)
	}
	tree, err := fromForm(values)
	if err != nil {
		return nil, err
	}
	form := "by value"
	if _, present := values["request_uri"]; present {
		form = "by reference"
	}
	return map[string]any{"form": form, "parameters": tree}, nil
}

func lookAtObject(compact string) (map[string]any, error) {
	header, err := objectHeader(compact)
	if err != nil {
		return nil, err
	}
	var claims map[string]any
	if algorithm, _ := header["alg"].(string); strings.EqualFold(algorithm, "none") {
		claims, err = parseUnsecured(compact, header)
	} else {
		_, claims, err = parseClaims(compact)
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{"form": "request object", "header": header, "parameters": claims}, nil
}
