using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The context processing algorithm (JSON-LD 1.1 API section 4.1), with the limits of one call.</summary>
internal sealed class ContextProcessor(FrozenContexts contexts, JsonLdOptions options)
{
    private int work;

    /// <summary>Names that documents probably have.</summary>
    public KnownTexts Names => contexts.Names;

    public bool IsVersion10 => options.Version == JsonLdVersion.JsonLd10;

    /// <summary>The context before the document's own contexts.</summary>
    public ActiveContext Initial()
    {
        var initial = options.BaseIri is null ? contexts.Initial : new ActiveContext(options.BaseIri);
        if (options.ExpandContext is not { } context)
        {
            return initial;
        }

        JsonText.RequireUnicode(context);
        var inner = context.ValueKind == JsonValueKind.Object && context.TryGetProperty(Keyword.Context, out var wrapped)
            ? wrapped
            : context;
        return Process(initial, inner, new ContextScope { BaseUrl = options.BaseIri });
    }

    /// <summary>A context inside the document.</summary>
    public ActiveContext ProcessInline(ActiveContext active, JsonElement local) =>
        Process(active, local, new ContextScope { BaseUrl = options.BaseIri });

    /// <summary>The scoped context of a term; cached if it is built only from frozen contexts.</summary>
    public ActiveContext ProcessScoped(ActiveContext active, TermDefinition definition, bool overrideProtected, bool propagate)
    {
        var key = new ProcessedKey(active, definition, overrideProtected, propagate);
        var keeps = active.IsShared && definition.IsShared && !IsVersion10;
        if (keeps && contexts.FindProcessed(key) is { } known)
        {
            return known;
        }

        var scope = new ContextScope
        {
            BaseUrl = definition.BaseUrl,
            OverrideProtected = overrideProtected,
            Propagate = propagate,
            IsShared = definition.IsShared,
        };
        var result = Process(active, definition.Context, scope);
        if (keeps && result.IsShared)
        {
            contexts.Keep(key, result);
        }

        return result;
    }

    /// <summary>Section 4.1.2.</summary>
    public ActiveContext Process(ActiveContext active, JsonElement local, ContextScope scope)
    {
        if (scope.Depth > options.MaximumContextDepth * 2)
        {
            throw Error("context overflow", scope, "contexts lie too deep in one another");
        }

        var propagate = scope.Propagate;
        if (local.ValueKind == JsonValueKind.Object && local.TryGetProperty(Keyword.Propagate, out var member))
        {
            propagate = member.ValueKind != JsonValueKind.False && (member.ValueKind == JsonValueKind.True || propagate);
        }

        var result = active;
        if (!propagate && result.Previous is null)
        {
            result = Copy(active);
            result.Previous = active;
            result.IsShared = active.IsShared && scope.IsShared;
        }

        if (local.ValueKind != JsonValueKind.Array)
        {
            return ProcessOne(active, result, local, scope, propagate);
        }

        foreach (var context in local.EnumerateArray())
        {
            result = ProcessOne(active, result, context, scope, propagate);
        }

        return result;
    }

    public void Spend(int units)
    {
        work += units;
        if (work > options.MaximumContextWork)
        {
            throw new LinkedDataException(LinkedDataError.LimitExceeded, "", "contexts and IRIs take more work than allowed");
        }
    }

    /// <summary>A short prefix or member can stand for a long IRI; this limits the total size.</summary>
    public string? SpendOn(string? iri)
    {
        Spend((iri?.Length ?? 0) / 16);
        return iri;
    }

    public static LinkedDataException Error(string code, ContextScope scope, string message) => new(code, scope.Place, message);

    private ActiveContext ProcessOne(ActiveContext active, ActiveContext result, JsonElement context, ContextScope scope, bool propagate)
    {
        switch (context.ValueKind)
        {
            case JsonValueKind.Null:
                return Nullify(active, result, scope, propagate);
            case JsonValueKind.String:
                return ProcessNamed(result, Names.TextOf(context), scope);
            case JsonValueKind.Object:
                return ProcessMap(result, context, scope);
            default:
                throw Error("invalid local context", scope, "a context is neither null, text nor an object");
        }
    }

    private ActiveContext Nullify(ActiveContext active, ActiveContext result, ContextScope scope, bool propagate)
    {
        Spend(result.Count);
        if (!scope.OverrideProtected && result.HasProtectedTerms)
        {
            throw Error("invalid context nullification", scope, "a context with protected terms can't be set to null");
        }

        if (propagate && active.OriginalBase is null)
        {
            return contexts.Initial;
        }

        return new ActiveContext(active.OriginalBase) { Previous = propagate ? null : result.Previous };
    }

    /// <summary>Step 5.2: a context by its IRI.</summary>
    private ActiveContext ProcessNamed(ActiveContext result, string reference, ContextScope scope)
    {
        var iri = scope.BaseUrl is null ? reference : Iri.Resolve(scope.BaseUrl, reference);
        if (!scope.ValidateScoped && scope.Remote is not null && scope.Remote.Includes(iri))
        {
            return result;
        }

        if (scope.Remote is not null && scope.Remote.Length >= options.MaximumContextDepth)
        {
            throw Error("context overflow", scope, "contexts load one another in too long a chain");
        }

        var keeps = result.IsShared && scope.Remote is null && scope.ValidateScoped && !IsVersion10;
        var key = new ProcessedKey(result, iri, OverrideProtected: false, Propagate: true);
        if (keeps && contexts.FindProcessed(key) is { } known)
        {
            return known;
        }

        var loaded = Process(result, Load(iri, scope), new ContextScope
        {
            BaseUrl = iri,
            Remote = new RemoteChain(iri, scope.Remote),
            ValidateScoped = scope.ValidateScoped,
            IsShared = true,
            Depth = scope.Depth + 1,
        });
        if (keeps && loaded.IsShared)
        {
            contexts.Keep(key, loaded);
        }

        return loaded;
    }

    private JsonElement Load(string iri, ContextScope scope)
    {
        if (!contexts.TryGet(iri, out var document))
        {
            throw Error("loading remote context failed", scope, $"the context {iri} is not among the frozen ones");
        }

        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty(Keyword.Context, out var context))
        {
            throw Error("invalid remote context", scope, $"{iri} is no object with a member @context");
        }

        return context;
    }

    /// <summary>Steps 5.4 to 5.13: a context that is an object.</summary>
    private ActiveContext ProcessMap(ActiveContext before, JsonElement context, ContextScope scope)
    {
        var members = Members(context, scope);
        CheckVersion(members, scope);
        members = Import(members, scope);
        var result = Copy(before);
        result.IsShared = before.IsShared && scope.IsShared;
        SetBase(result, members, scope);
        SetVocab(result, members, scope);
        SetLanguage(result, members, scope);
        SetDirection(result, members, scope);
        CheckPropagate(members, scope);
        var definer = new TermDefiner(this, result, members, scope);
        definer.DefineAll();
        return result;
    }

    private Dictionary<string, JsonElement> Members(JsonElement context, ContextScope scope)
    {
        try
        {
            Spend(context.GetPropertyCount());
            using var members = SortedMembers.Of(context);
            return members.ToDictionary();
        }
        catch (LinkedDataException exception) when (exception.Place.Length == 0)
        {
            throw new LinkedDataException(exception.Code, scope.Place, "a context is malformed or takes too much work", exception);
        }
    }

    private void CheckVersion(Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (!members.TryGetValue(Keyword.Version, out var version))
        {
            return;
        }

        if (version.ValueKind != JsonValueKind.Number || version.GetDouble() != 1.1)
        {
            throw Error("invalid @version value", scope, "@version is not the number 1.1");
        }

        if (IsVersion10)
        {
            throw Error("processing mode conflict", scope, "@version is 1.1 while the processing mode is 1.0");
        }
    }

    /// <summary>Step 5.6: this context overrides an imported one.</summary>
    private Dictionary<string, JsonElement> Import(Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (!members.TryGetValue(Keyword.Import, out var import))
        {
            return members;
        }

        if (IsVersion10)
        {
            throw Error("invalid context entry", scope, "@import is unknown to JSON-LD 1.0");
        }

        if (import.ValueKind != JsonValueKind.String)
        {
            throw Error("invalid @import value", scope, "@import is not text");
        }

        var reference = JsonText.Of(import);
        var imported = Load(scope.BaseUrl is null ? reference : Iri.Resolve(scope.BaseUrl, reference), scope);
        if (imported.ValueKind != JsonValueKind.Object)
        {
            throw Error("invalid remote context", scope, "an imported context is no object");
        }

        var merged = Members(imported, scope);
        if (merged.ContainsKey(Keyword.Import))
        {
            throw Error("invalid context entry", scope, "an imported context may not import");
        }

        foreach (var (name, value) in members)
        {
            merged[name] = value;
        }

        return merged;
    }

    private void SetBase(ActiveContext result, Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (!members.TryGetValue(Keyword.Base, out var value) || scope.Remote is not null)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            result.BaseIri = null;
            return;
        }

        var text = value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
        if (text is null || (!Iri.IsAbsolute(text) && result.BaseIri is null))
        {
            throw Error("invalid base IRI", scope, "@base is neither null nor an IRI that can be made absolute");
        }

        result.BaseIri = SpendOn(result.BaseIri is null ? text : Iri.Resolve(result.BaseIri, text));
    }

    private void SetVocab(ActiveContext result, Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (!members.TryGetValue(Keyword.Vocab, out var value))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            result.Vocab = null;
            return;
        }

        var text = value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
        if (text is null || (IsVersion10 && !Iri.IsAbsolute(text) && !Iri.IsBlank(text)))
        {
            throw Error("invalid vocab mapping", scope, "@vocab is neither null nor an IRI");
        }

        result.Vocab = SpendOn(result.Expand(text, vocab: true, documentRelative: true))
            ?? throw Error("invalid vocab mapping", scope, "@vocab is no IRI");
    }

    private static void SetLanguage(ActiveContext result, Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (members.TryGetValue(Keyword.Language, out var value))
        {
            result.Language = value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => Expander.LowerCase(JsonText.Of(value)),
                _ => throw Error("invalid default language", scope, "@language is neither null nor text"),
            };
        }
    }

    private void SetDirection(ActiveContext result, Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (!members.TryGetValue(Keyword.Direction, out var value))
        {
            return;
        }

        if (IsVersion10)
        {
            throw Error("invalid context entry", scope, "@direction is unknown to JSON-LD 1.0");
        }

        result.Direction = ReadDirection(value, scope);
    }

    public static string? ReadDirection(JsonElement value, ContextScope scope)
    {
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
        if (value.ValueKind != JsonValueKind.Null && text is not ("ltr" or "rtl"))
        {
            throw Error("invalid base direction", scope, "@direction is neither null, \"ltr\" nor \"rtl\"");
        }

        return text;
    }

    private void CheckPropagate(Dictionary<string, JsonElement> members, ContextScope scope)
    {
        if (!members.TryGetValue(Keyword.Propagate, out var value))
        {
            return;
        }

        if (IsVersion10)
        {
            throw Error("invalid context entry", scope, "@propagate is unknown to JSON-LD 1.0");
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Error("invalid @propagate value", scope, "@propagate is not true or false");
        }
    }

    private ActiveContext Copy(ActiveContext active)
    {
        Spend(active.Count);
        return active.Clone();
    }
}
