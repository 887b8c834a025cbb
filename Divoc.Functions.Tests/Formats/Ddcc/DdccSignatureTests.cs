using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>
/// Signatures are right by libraries of others, written in JavaScript: one makes the JCS form, the other one judges the JWS.
/// </summary>
public sealed class DdccSignatureTests
{
    [Fact]
    public async Task Other_libraries_accept_every_document_and_reject_every_changed_one()
    {
        TrialKeys[] keys = [new(), new(isRsa: true)];
        List<JsonObject> documents = [.. await DdccSamples.AllAsync()];
        foreach (var happened in new[] { DdccSamples.Vaccination, DdccSamples.Test })
        {
            documents.Add(JsonNode.Parse((await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(happened), keys[1])).Bytes.Span)!.AsObject());
        }

        var right = await VerifyAsync(keys, documents);
        Assert.Equal(documents.Count - 2, right.Count(algorithm => algorithm == "ES256"));
        Assert.Equal(["PS256", "PS256"], right.TakeLast(2));
        Assert.All(documents, document => DdccProfileTests.Put(document, "Patient/birthDate", "\"1950-01-02\""));
        Assert.All(await VerifyAsync(keys, documents), Assert.Null);
    }

    private static async Task<IReadOnlyList<string?>> VerifyAsync(IEnumerable<TrialKeys> keys, IEnumerable<JsonObject> documents)
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "Formats", "Ddcc", "ddcc-verify.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        var asked = new JsonObject
        {
            ["keys"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Published.KeyId, (JsonNode?)key.Published.PublicKeyPem))),
            ["documents"] = new JsonArray([.. documents.Select(document => document.DeepClone())]),
        };
        await node.StandardInput.WriteAsync(asked.ToJsonString());
        node.StandardInput.Close();
        var answer = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. JsonNode.Parse(answer)!.AsArray().Select(algorithm => algorithm?.GetValue<string>())];
    }
}
