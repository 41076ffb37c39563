package verdict

import "errors"

// KindOf returns the kind of the outermost fault in err's chain: the first error
// with a method FaultKind() string. It is empty where there is none.
func KindOf(err error) string {
	var f interface {
		error
		FaultKind() string
	}
	if errors.As(err, &f) {
		return f.FaultKind()
	}
	return ""
}

// DetailOf returns the expert's clause of the same fault, or the error's text
// where there is none. It holds no claim values.
func DetailOf(err error) string {
	var f interface {
		error
		FaultDetail() string
	}
	if errors.As(err, &f) {
		return f.FaultDetail()
	}
	if err == nil {
		return ""
	}
	return err.Error()
}
