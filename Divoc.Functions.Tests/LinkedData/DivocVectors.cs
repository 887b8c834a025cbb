using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>DIVOC's signed fixtures, and two sets of contexts to read them by: the published ones and those that ship.</summary>
internal static class DivocVectors
{
    private static readonly string[] Hosts = ["https://divoc.dev", "https://cowin.gov.in"];

    /// <summary>The contexts that ship with the program.</summary>
    public static FrozenContexts Shipped { get; } = ShippedContexts.All.With(Of(
        ReadShipped("vaccination-v1"), ReadShipped("vaccination-v2"), ReadShipped("test-certificate-v1")));

    /// <summary>The contexts as they were published.</summary>
    public static FrozenContexts Published => Of(
        SharedData.Read("divoc", "contexts", "vaccination-v1.context.json"),
        SharedData.Read("divoc", "contexts", "vaccination-v2.context.json"),
        SharedData.Read("divoc", "contexts", "test-certificate-v1.context.json"))
        .With(ShippedContexts.CredentialsV1, SharedData.Read("divoc", "contexts", "credentials-v1.context.json"))
        .With(ShippedContexts.SecurityV1, SharedData.Read("divoc", "contexts", "security-v1.context.json"))
        .With(ShippedContexts.SecurityV2, SharedData.Read("divoc", "contexts", "security-v2.context.json"));

    public static TheoryData<string> Names =>
    [
        "vaccination-v1-rsa-original",
        "vaccination-v1-rsa-tampered-subject-id",
        "vaccination-v1-ed25519-original",
        "vaccination-v2-rsa",
        "vaccination-v2-rsa-field-swap-attack",
        "vaccination-v2-rsa-relative-subject-id-attack",
        "test-certificate-v1-rsa",
    ];

    public static JsonElement Signed(string name) => Json("divoc", "signed", name + ".json");

    public static JsonElement Vector(string name) => Json("divoc", "signed", name + ".vector.json");

    public static JsonElement Json(params string[] path) => JsonElement.Parse(SharedData.Read(path));

    /// <summary>The document without its proof.</summary>
    public static JsonElement Unsigned(JsonElement signed) => Without(signed, "proof");

    /// <summary>The proof without its signature, read by the security context.</summary>
    public static JsonElement Options(JsonElement signed)
    {
        var options = Without(signed.GetProperty("proof"), "jws");
        var members = options.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        members["@context"] = JsonElement.Parse($"\"{ShippedContexts.SecurityV2}\"");
        return JsonSerializer.SerializeToElement(members);
    }

    private static JsonElement Without(JsonElement map, string name)
    {
        return JsonSerializer.SerializeToElement(
            map.EnumerateObject().Where(member => !member.NameEquals(name)).ToDictionary(member => member.Name, member => member.Value));
    }

    private static ReadOnlyMemory<byte> ReadShipped(string name)
    {
        return File.ReadAllBytes(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Formats", "Divoc", "Contexts", name + ".context.json"));
    }

    private static FrozenContexts Of(ReadOnlyMemory<byte> vaccination1, ReadOnlyMemory<byte> vaccination2, ReadOnlyMemory<byte> test)
    {
        return FrozenContexts.Of(Hosts.SelectMany(host => new[]
        {
            KeyValuePair.Create(host + "/credentials/vaccination/v1", vaccination1),
            KeyValuePair.Create(host + "/credentials/vaccination/v2", vaccination2),
            KeyValuePair.Create(host + "/credentials/testCertificate/v1", test),
        }));
    }
}
