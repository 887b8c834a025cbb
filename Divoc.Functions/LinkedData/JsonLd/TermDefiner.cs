using System.Runtime.CompilerServices;
using System.Text.Json;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The create term definition algorithm (JSON-LD 1.1 API section 4.2) over one local context.</summary>
internal sealed class TermDefiner(
    ContextProcessor processor, ActiveContext active, Dictionary<string, JsonElement> local, ContextScope scope)
{
    /// <summary>True for a defined term, false while it is being defined: a term that is met during its own definition is cyclic.</summary>
    private readonly Dictionary<string, bool> defined = new(StringComparer.Ordinal);
    private readonly bool protectedByDefault = IsTrue(local, scope);

    /// <summary>Defines every term of the local context.</summary>
    public void DefineAll()
    {
        foreach (var name in local.Keys)
        {
            if (name is not (Keyword.Base or Keyword.Direction or Keyword.Import or Keyword.Language or Keyword.Propagate
                or Keyword.Protected or Keyword.Version or Keyword.Vocab))
            {
                Define(name);
            }
        }
    }

    private static bool IsTrue(Dictionary<string, JsonElement> local, ContextScope scope)
    {
        if (!local.TryGetValue(Keyword.Protected, out var value))
        {
            return false;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : throw ContextProcessor.Error("invalid @protected value", scope, "@protected is not true or false");
    }

    private void Define(string term)
    {
        if (defined.TryGetValue(term, out var done))
        {
            if (!done)
            {
                throw Error("cyclic IRI mapping", term, "the term is defined by itself");
            }

            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error(LinkedDataError.LimitExceeded, term, "terms are defined by one another in too long a chain");
        }

        if (term.Length == 0)
        {
            throw Error("invalid term definition", term, "a term is empty");
        }

        defined[term] = false;
        var value = local[term];
        if (!MayDefine(term, value))
        {
            return;
        }

        var previous = active.Remove(term);
        if (Create(term, value) is { } definition)
        {
            processor.SpendOn(definition.Iri);
            active.Set(term, Guard(term, definition, previous));
            defined[term] = true;
        }
    }

    /// <summary>Steps 4 and 5: keywords can't be redefined.</summary>
    private bool MayDefine(string term, JsonElement value)
    {
        if (term == Keyword.Type && !processor.IsVersion10 && value.ValueKind == JsonValueKind.Object && IsTypeRefinement(value))
        {
            return true;
        }

        if (Keyword.Is(term))
        {
            throw Error("keyword redefinition", term, "a keyword can't be defined anew");
        }

        return !Keyword.HasForm(term);
    }

    private static bool IsTypeRefinement(JsonElement value)
    {
        var count = 0;
        foreach (var member in value.EnumerateObject())
        {
            count++;
            var isContainer = member.NameEquals(Keyword.Container)
                && member.Value.ValueKind == JsonValueKind.String
                && member.Value.ValueEquals(Keyword.Set);
            if (!isContainer && !member.NameEquals(Keyword.Protected))
            {
                return false;
            }
        }

        return count > 0;
    }

    /// <summary>Steps 7 to 26; null if the definition is ignored.</summary>
    private TermDefinition? Create(string term, JsonElement value)
    {
        var source = new TermSource(term, ReadMembers(term, value), value.ValueKind == JsonValueKind.String, value);
        var definition = new TermDefinition { IsProtected = protectedByDefault, IsShared = scope.IsShared };
        SetProtected(source, definition);
        SetType(source, definition);
        if (!SetIri(source, definition))
        {
            return null;
        }

        SetContainers(source, definition);
        SetIndex(source, definition);
        SetContext(source, definition);
        SetLanguage(source, definition);
        SetNest(source, definition);
        SetPrefix(source, definition);
        CheckMembers(source);
        definition.Predicate = definition.IsShared ? PredicateOf(definition.Iri) : null;
        return definition;
    }

    private static RdfTerm? PredicateOf(string? iri) => iri is not null && Iri.IsWellFormed(iri) ? RdfTerm.Iri(iri) : null;

    private Dictionary<string, JsonElement>? ReadMembers(string term, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
            case JsonValueKind.String:
                return null;
            case JsonValueKind.Object:
                using (var members = SortedMembers.Of(value))
                {
                    return members.ToDictionary();
                }

            default:
                throw Error("invalid term definition", term, "a term is defined by something that is neither null, text nor an object");
        }
    }

    private void SetProtected(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Protected, out var value))
        {
            return;
        }

        Require11(source, Keyword.Protected);
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Error("invalid @protected value", source.Term, "@protected is not true or false");
        }

        definition.IsProtected = value.ValueKind == JsonValueKind.True;
    }

    private void SetType(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Type, out var value))
        {
            return;
        }

        var type = value.ValueKind == JsonValueKind.String ? Expand(JsonText.Of(value)) : null;
        var isKeyword = type is Keyword.Id or Keyword.Vocab || (type is Keyword.Json or Keyword.None && !processor.IsVersion10);
        if (type is null || (!isKeyword && (Iri.IsBlank(type) || !Iri.IsAbsolute(type))))
        {
            throw Error("invalid type mapping", source.Term, "@type is no IRI");
        }

        definition.Type = type;
    }

    /// <summary>Steps 13 to 18; false if the definition is ignored.</summary>
    private bool SetIri(TermSource source, TermDefinition definition)
    {
        if (source.TryGet(Keyword.Reverse, out var reverse))
        {
            return SetReverse(source, definition, reverse);
        }

        if (source.IsNull)
        {
            return true;
        }

        if (source.TryGet(Keyword.Id, out var id) && !(id.ValueKind == JsonValueKind.String && id.ValueEquals(source.Term)))
        {
            return id.ValueKind == JsonValueKind.Null || SetId(source, definition, id);
        }

        definition.Iri = IriOfTerm(source.Term);
        return true;
    }

    private bool SetReverse(TermSource source, TermDefinition definition, JsonElement value)
    {
        if (source.Has(Keyword.Id) || source.Has(Keyword.Nest))
        {
            throw Error("invalid reverse property", source.Term, "@reverse stands beside @id or @nest");
        }

        var text = value.ValueKind == JsonValueKind.String
            ? JsonText.Of(value)
            : throw Error("invalid IRI mapping", source.Term, "@reverse is not text");
        if (Keyword.HasForm(text))
        {
            return false;
        }

        definition.Iri = Expand(text);
        definition.IsReverse = true;
        if (definition.Iri is null || !IsIriOrBlank(definition.Iri))
        {
            throw Error("invalid IRI mapping", source.Term, "@reverse is no IRI");
        }

        return true;
    }

    private bool SetId(TermSource source, TermDefinition definition, JsonElement value)
    {
        var term = source.Term;
        var text = value.ValueKind == JsonValueKind.String
            ? JsonText.Of(value)
            : throw Error("invalid IRI mapping", term, "@id is neither null nor text");
        if (Keyword.HasForm(text) && !Keyword.Is(text))
        {
            return false;
        }

        var iri = Expand(text);
        if (iri is null || !(Keyword.Is(iri) || IsIriOrBlank(iri)))
        {
            throw Error("invalid IRI mapping", term, "@id is no IRI");
        }

        if (iri == Keyword.Context)
        {
            throw Error("invalid keyword alias", term, "@context can't have another name");
        }

        definition.Iri = iri;
        if (LooksLikeIri(term))
        {
            defined[term] = true;
            if (Expand(term) != iri)
            {
                throw Error("invalid IRI mapping", term, "a term that looks like an IRI is mapped to another one");
            }
        }

        definition.IsPrefix = source.IsSimple && !term.AsSpan().ContainsAny(':', '/') && (EndsInDelimiter(iri) || Iri.IsBlank(iri));
        return true;
    }

    private static bool LooksLikeIri(string term)
    {
        return term.Contains('/', StringComparison.Ordinal) || (term.Length > 2 && term.AsSpan(1, term.Length - 2).Contains(':'));
    }

    private static bool EndsInDelimiter(string iri) => iri.Length > 0 && iri[^1] is ':' or '/' or '?' or '#' or '[' or ']' or '@';

    private static bool IsIriOrBlank(string text) => Iri.IsBlank(text) || Iri.IsAbsolute(text);

    /// <summary>Steps 15 to 18: without @id, the term itself gives the IRI.</summary>
    private string? IriOfTerm(string term)
    {
        if (term.AsSpan(1).Contains(':'))
        {
            var colon = term.IndexOf(':', 1);
            var prefix = term[..colon];
            if (local.ContainsKey(prefix))
            {
                Define(prefix);
            }

            return active.Find(prefix)?.Iri is { } mapped ? string.Concat(mapped, term.AsSpan(colon + 1)) : term;
        }

        if (term.Contains('/', StringComparison.Ordinal))
        {
            var iri = active.Expand(term, vocab: true, documentRelative: false);
            return iri is not null && Iri.IsAbsolute(iri)
                ? iri
                : throw Error("invalid IRI mapping", term, "the term is a relative reference");
        }

        if (term == Keyword.Type)
        {
            return term;
        }

        return active.Vocab is { } vocab
            ? vocab + term
            : throw Error("invalid IRI mapping", term, "the term has no IRI, and there is no @vocab");
    }

    /// <summary>Step 19, and 13.5 for reverse properties.</summary>
    private void SetContainers(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Container, out var value))
        {
            return;
        }

        if (definition.IsReverse)
        {
            definition.Containers = value.ValueKind switch
            {
                JsonValueKind.Null => Containers.None,
                JsonValueKind.String when value.ValueEquals(Keyword.Set) => Containers.Set,
                JsonValueKind.String when value.ValueEquals(Keyword.Index) => Containers.Index,
                _ => throw Error("invalid reverse property", source.Term, "@container is neither @set nor @index"),
            };
            return;
        }

        definition.Containers = ReadContainers(source.Term, value);
        if (definition.Has(Containers.Type))
        {
            definition.Type ??= Keyword.Id;
            if (definition.Type is not (Keyword.Id or Keyword.Vocab))
            {
                throw Error("invalid type mapping", source.Term, "a type map needs @type @id or @vocab");
            }
        }
    }

    private Containers ReadContainers(string term, JsonElement value)
    {
        var containers = Containers.None;
        if (value.ValueKind == JsonValueKind.Array && !processor.IsVersion10)
        {
            foreach (var item in value.EnumerateArray())
            {
                containers |= ReadContainer(term, item);
            }
        }
        else
        {
            containers = ReadContainer(term, value);
        }

        var isValid = (containers & ~Containers.Set) switch
        {
            Containers.None or Containers.Graph or Containers.Id or Containers.Index or Containers.Language or Containers.Type =>
                containers != Containers.None,
            Containers.List => (containers & Containers.Set) == 0,
            Containers.Graph | Containers.Id or Containers.Graph | Containers.Index => true,
            _ => false,
        };
        var isNew = (containers & (Containers.Graph | Containers.Id | Containers.Type)) != 0;
        return isValid && !(isNew && processor.IsVersion10) ? containers : throw InvalidContainer(term);
    }

    private Containers ReadContainer(string term, JsonElement value)
    {
        return (value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null) switch
        {
            Keyword.Graph => Containers.Graph,
            Keyword.Id => Containers.Id,
            Keyword.Index => Containers.Index,
            Keyword.Language => Containers.Language,
            Keyword.List => Containers.List,
            Keyword.Set => Containers.Set,
            Keyword.Type => Containers.Type,
            _ => throw InvalidContainer(term),
        };
    }

    private LinkedDataException InvalidContainer(string term) =>
        Error("invalid container mapping", term, "@container is not one of the allowed combinations");

    private void SetIndex(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Index, out var value))
        {
            return;
        }

        Require11(source, Keyword.Index);
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
        var iri = text is null ? null : Expand(text);
        if (iri is null || !Iri.IsAbsolute(iri) || !definition.Has(Containers.Index))
        {
            throw Error("invalid term definition", source.Term, "@index is no IRI, or the container is no index");
        }

        definition.Index = text;
    }

    /// <summary>Step 21: a scoped context is checked at once, so that an error is reported at its place.</summary>
    private void SetContext(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Context, out var context))
        {
            return;
        }

        Require11(source, Keyword.Context);
        definition.HasContext = true;
        definition.Context = context;
        definition.BaseUrl = scope.BaseUrl;
        try
        {
            processor.Process(active, context, scope with
            {
                OverrideProtected = true,
                Propagate = true,
                ValidateScoped = false,
                Depth = scope.Depth + 1,
            });
        }
        catch (LinkedDataException exception) when (exception.Code is not (LinkedDataError.LimitExceeded or "invalid scoped context"))
        {
            throw new LinkedDataException(
                "invalid scoped context", exception.Place, $"the context of \"{source.Term}\" is invalid ({exception.Code})", exception);
        }
    }

    private void SetLanguage(TermSource source, TermDefinition definition)
    {
        if (source.TryGet(Keyword.Language, out var language) && !source.Has(Keyword.Type))
        {
            definition.HasLanguage = true;
            definition.Language = language.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => Expander.LowerCase(JsonText.Of(language)),
                _ => throw Error("invalid language mapping", source.Term, "@language is neither null nor text"),
            };
        }

        if (source.TryGet(Keyword.Direction, out var direction) && !source.Has(Keyword.Type))
        {
            definition.HasDirection = true;
            definition.Direction = ContextProcessor.ReadDirection(direction, scope);
        }
    }

    private void SetNest(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Nest, out var value))
        {
            return;
        }

        Require11(source, Keyword.Nest);
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
        if (text is null || (Keyword.Is(text) && text != Keyword.Nest))
        {
            throw Error("invalid @nest value", source.Term, "@nest is not text, or a keyword");
        }

        definition.Nest = text;
    }

    private void SetPrefix(TermSource source, TermDefinition definition)
    {
        if (!source.TryGet(Keyword.Prefix, out var value))
        {
            return;
        }

        Require11(source, Keyword.Prefix);
        if (source.Term.AsSpan().ContainsAny(':', '/'))
        {
            throw Error("invalid term definition", source.Term, "a term with a colon or a slash can't be a prefix");
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Error("invalid @prefix value", source.Term, "@prefix is not true or false");
        }

        definition.IsPrefix = value.ValueKind == JsonValueKind.True;
        if (definition.IsPrefix && Keyword.Is(definition.Iri))
        {
            throw Error("invalid term definition", source.Term, "a keyword can't be a prefix");
        }
    }

    private void CheckMembers(TermSource source)
    {
        if (source.HasOtherThan(
            Keyword.Id, Keyword.Reverse, Keyword.Container, Keyword.Context, Keyword.Direction, Keyword.Index, Keyword.Language,
            Keyword.Nest, Keyword.Prefix, Keyword.Protected, Keyword.Type))
        {
            throw Error("invalid term definition", source.Term, "a member is unknown");
        }
    }

    /// <summary>Step 27: a protected term can't be changed, but may be defined again with the same meaning.</summary>
    private TermDefinition Guard(string term, TermDefinition definition, TermDefinition? previous)
    {
        if (scope.OverrideProtected || previous is not { IsProtected: true })
        {
            return definition;
        }

        return definition.SameBut(previous) ? previous : throw Error("protected term redefinition", term, "the term is protected");
    }

    private void Require11(TermSource source, string keyword)
    {
        if (processor.IsVersion10)
        {
            throw Error("invalid term definition", source.Term, $"{keyword} is unknown to JSON-LD 1.0");
        }
    }

    /// <summary>IRI expansion (section 5.2) with a context that is still being built: required terms are defined first.</summary>
    private string? Expand(string value)
    {
        if (Keyword.Is(value) || Keyword.HasForm(value))
        {
            return Keyword.Is(value) ? value : null;
        }

        if (local.ContainsKey(value) && !(defined.TryGetValue(value, out var done) && done))
        {
            Define(value);
        }

        if (active.Find(value) is { } definition)
        {
            return definition.Iri;
        }

        var colon = value.Length == 0 ? -1 : value.IndexOf(':', 1);
        if (colon > 0 && local.ContainsKey(value[..colon]) && !value.AsSpan(colon + 1).StartsWith("//", StringComparison.Ordinal)
            && !(defined.TryGetValue(value[..colon], out done) && done))
        {
            Define(value[..colon]);
        }

        return active.ExpandCompact(value) ?? active.ExpandRelative(value, vocab: true, documentRelative: false);
    }

    private LinkedDataException Error(string code, string term, string message)
    {
        return new LinkedDataException(code, $"{scope.Place} term \"{term}\"", message);
    }
}
