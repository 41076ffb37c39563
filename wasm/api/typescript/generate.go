package main

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"
)

const preamble = `// Written by scripts/types from wasm/api. Do not edit: change the Go types.
`

// generator writes each type once, when it is first needed.
type generator struct {
	*source
	out     strings.Builder
	written map[*types.TypeName]bool
	pending []*types.Named
}

// generate renders the call table of a package with all it needs.
func generate(path string) (string, error) {
	s, err := load(path)
	if err != nil {
		return "", err
	}
	g := &generator{source: s, written: map[*types.TypeName]bool{}}
	g.out.WriteString(preamble)
	if err := g.table(); err != nil {
		return "", err
	}
	failure := s.root.Types.Scope().Lookup("Failure")
	if failure == nil || len(s.calls()) == 0 {
		return "", fmt.Errorf("%s has no call table", path)
	}
	if _, err := g.reference(failure.Type()); err != nil {
		return "", err
	}
	for len(g.pending) > 0 {
		next := g.pending[0]
		g.pending = g.pending[1:]
		if err := g.declare(next); err != nil {
			return "", err
		}
	}
	return g.out.String(), nil
}

// table writes the interface that maps a call's name to its types.
func (g *generator) table() error {
	g.out.WriteString("\n/** Every call of the engines: its name, what goes in, what comes out. */\nexport interface Calls {\n")
	for _, c := range g.calls() {
		request, err := g.reference(c.request)
		if err != nil {
			return err
		}
		response, err := g.reference(c.response)
		if err != nil {
			return err
		}
		fmt.Fprintf(&g.out, "  %q: { request: %s; response: %s };\n", c.name, request, response)
	}
	g.out.WriteString("}\n\n/** The name of a call. */\nexport type CallName = keyof Calls;\n")
	return nil
}

// reference names a type where it is used, and plans its declaration.
func (g *generator) reference(t types.Type) (string, error) {
	switch t := t.(type) {
	case *types.Named:
		return g.named(t)
	case *types.Pointer:
		return g.reference(t.Elem())
	case *types.Slice:
		element, err := g.reference(t.Elem())
		return element + "[]", err
	case *types.Map:
		value, err := g.reference(t.Elem())
		return "Record<string, " + value + ">", err
	case *types.Basic:
		return basic(t)
	case *types.Alias:
		return g.reference(types.Unalias(t))
	case *types.Interface:
		if t.Empty() {
			return "unknown", nil
		}
	}
	return "", fmt.Errorf("%s has no shape in TypeScript", t)
}

func (g *generator) named(t *types.Named) (string, error) {
	name := t.Obj()
	if name.Name() == "Bytes" {
		return "Uint8Array", nil
	}
	if !g.written[name] {
		g.written[name] = true
		g.pending = append(g.pending, t)
	}
	return name.Name(), nil
}

func basic(t *types.Basic) (string, error) {
	switch {
	case t.Info()&types.IsString != 0:
		return "string", nil
	case t.Info()&types.IsBoolean != 0:
		return "boolean", nil
	case t.Info()&(types.IsInteger|types.IsFloat) != 0:
		return "number", nil
	}
	return "", fmt.Errorf("%s has no shape in TypeScript", t)
}

// declare writes a struct as an interface and a named string as a union.
func (g *generator) declare(t *types.Named) error {
	g.out.WriteString("\n")
	g.comment("", g.docs[t.Obj().Pos()])
	switch under := t.Underlying().(type) {
	case *types.Struct:
		return g.declareStruct(t.Obj().Name(), under)
	case *types.Basic:
		return g.declareUnion(t, under)
	}
	return fmt.Errorf("%s has no shape in TypeScript", t)
}

func (g *generator) declareUnion(t *types.Named, under *types.Basic) error {
	name, constants := t.Obj().Name(), variants(t)
	if under.Kind() != types.String || len(constants) == 0 {
		return fmt.Errorf("%s is neither a struct nor a set of strings", t)
	}
	fmt.Fprintf(&g.out, "export type %s =", name)
	for _, c := range constants {
		fmt.Fprintf(&g.out, "\n  | %s", c.Val().ExactString())
		if doc := g.docs[c.Pos()]; doc != "" {
			fmt.Fprintf(&g.out, " // %s", oneLine(doc))
		}
	}
	g.out.WriteString(";\n")
	return nil
}

func (g *generator) declareStruct(name string, s *types.Struct) error {
	if s.NumFields() == 0 {
		fmt.Fprintf(&g.out, "export type %s = Record<string, never>;\n", name)
		return nil
	}
	fmt.Fprintf(&g.out, "export interface %s {\n", name)
	for i := range s.NumFields() {
		if err := g.field(s.Field(i), s.Tag(i)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	g.out.WriteString("}\n")
	return nil
}

func (g *generator) field(f *types.Var, tag string) error {
	name, options, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	if name == "" {
		return fmt.Errorf("field %s has no json name", f.Name())
	}
	shape, err := g.reference(f.Type())
	if err != nil {
		return err
	}
	g.comment("  ", g.docs[f.Pos()])
	if options == "omitempty" {
		name += "?"
	}
	fmt.Fprintf(&g.out, "  %s: %s;\n", name, shape)
	return nil
}

func (g *generator) comment(indent, text string) {
	if text == "" {
		return
	}
	lines := strings.Split(strings.ReplaceAll(text, "*/", "* /"), "\n")
	if len(lines) == 1 {
		fmt.Fprintf(&g.out, "%s/** %s */\n", indent, lines[0])
		return
	}
	fmt.Fprintf(&g.out, "%s/**\n", indent)
	for _, line := range lines {
		g.out.WriteString(strings.TrimRight(indent+" * "+line, " ") + "\n")
	}
	fmt.Fprintf(&g.out, "%s */\n", indent)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
