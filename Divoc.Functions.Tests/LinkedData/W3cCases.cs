using System.Text.Json;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>The conformance cases of the W3C: from the folder W3C_CASES where that is set, else from the fixtures.</summary>
internal static class W3cCases
{
    private static readonly Lazy<FrozenContexts> AllDocuments = new(ReadAllDocuments);

    /// <summary>What stands for the cases where there are none.</summary>
    public const string Missing = "(the cases are not there)";

    public static string Folder =>
        Environment.GetEnvironmentVariable("W3C_CASES") is { Length: > 0 } folder ? folder : SharedData.PathOf("w3c");

    /// <summary>Every document of the JSON-LD suites under its IRI, so that cases can name each other's contexts.</summary>
    public static FrozenContexts Documents => AllDocuments.Value;

    private static string? FolderOrNull
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("W3C_CASES") is { Length: > 0 } named
                ? named
                : Path.Combine(
                    Environment.GetEnvironmentVariable("DIVOC_SHARED_DATA")
                        ?? Path.Combine(SharedData.RepositoryRoot, "..", "shared", "data"),
                    "w3c");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>One row a case, with its id and its name.</summary>
    public static TheoryData<string, string> Rows(string manifest, string list, string id, Func<JsonElement, bool> isIn)
    {
        if (FolderOrNull is not { } folder)
        {
            return new TheoryData<string, string> { { Missing, Missing } };
        }

        var rows = new TheoryData<string, string>();
        foreach (var entry in Read(Path.Combine(folder, manifest)).GetProperty(list).EnumerateArray().Where(isIn))
        {
            rows.Add(entry.GetProperty(id).GetString()!, entry.GetProperty("name").GetString()!);
        }

        return rows;
    }

    public static JsonElement Entry(string manifest, string list, string id, string wanted)
    {
        Assert.SkipWhen(wanted == Missing, "the W3C cases are not there: put them at ../shared/data/w3c or point W3C_CASES to them");
        return Read(Path.Combine(Folder, manifest))
            .GetProperty(list)
            .EnumerateArray()
            .First(entry => entry.GetProperty(id).GetString() == wanted);
    }

    public static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 128 });
        return document.RootElement.Clone();
    }

    private static FrozenContexts ReadAllDocuments()
    {
        var root = Path.Combine(Folder, "json-ld-api");
        var documents = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        foreach (var path in Directory.EnumerateFiles(root, "*.jsonld", SearchOption.AllDirectories))
        {
            var iri = "https://w3c.github.io/json-ld-api/tests/" + Path.GetRelativePath(root, path).Replace('\\', '/');
            documents.Add(KeyValuePair.Create(iri, (ReadOnlyMemory<byte>)File.ReadAllBytes(path)));
        }

        return FrozenContexts.Of(documents.Where(static document => IsJson(document.Value)));
    }

    private static bool IsJson(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
