package claim

import "domicile/crypto/fault"

// Found is one claim that a path selects.
type Found struct {
	Path  Path // concrete
	Value any
}

// Resolve returns what the path selects in the tree, in the order in which the
// tree holds it: the processing of OpenID4VP 1.0 section 7.1.1. A path that
// selects nothing, or that meets a value of the wrong shape, is refused with
// claim_missing.
func Resolve(tree map[string]any, path Path) ([]Found, error) {
	if err := path.Check(); err != nil {
		return nil, err
	}
	selected := []Found{{Value: tree}}
	for i, component := range path {
		next, err := step(selected, component)
		if err != nil {
			return nil, fault.Wrap(KindMissing, err, "component %d of the path", i)
		}
		selected = next
	}
	if len(selected) == 0 {
		return nil, fault.New(KindMissing, "the path selects nothing")
	}
	return selected, nil
}

// Walk calls visit for every claim below the top level of the tree, parents
// before their members, until it returns false. Members come in no fixed order.
func Walk(tree map[string]any, visit func(Found) bool) {
	walk(Found{Value: tree}, visit)
}

func walk(at Found, visit func(Found) bool) bool {
	if len(at.Path) > 0 && !visit(at) {
		return false
	}
	switch v := at.Value.(type) {
	case map[string]any:
		for name, value := range v {
			if !walk(Found{at.Path.Child(name), value}, visit) {
				return false
			}
		}
	case []any:
		for i, value := range v {
			if !walk(Found{at.Path.Child(i), value}, visit) {
				return false
			}
		}
	}
	return true
}

// step applies one component to all that is selected (step 2 of the section).
func step(selected []Found, component any) ([]Found, error) {
	var next []Found
	for _, at := range selected {
		if name, ok := component.(string); ok {
			object, ok := at.Value.(map[string]any)
			if !ok {
				return nil, fault.New(KindMissing, "a name where there is no object")
			}
			if value, present := object[name]; present {
				next = append(next, Found{at.Path.Child(name), value})
			}
			continue
		}
		array, ok := at.Value.([]any)
		if !ok {
			return nil, fault.New(KindMissing, "an index where there is no array")
		}
		next = append(next, elements(at, array, component)...)
	}
	return next, nil
}

// elements are those that an index, or nil, selects of an array.
func elements(at Found, array []any, component any) []Found {
	var chosen []Found
	for i, value := range array {
		if component == nil || component == i {
			chosen = append(chosen, Found{at.Path.Child(i), value})
		}
	}
	return chosen
}
