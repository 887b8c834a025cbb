using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>DIVOC's own credentials give the N-Quads and hashes that DIVOC's own libraries gave.</summary>
public sealed class DivocVectorTests
{
    public static TheoryData<string> Names => DivocVectors.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_document_canonicalises_byte_for_byte_with_the_shipped_contexts(string name) =>
        CheckDocument(name, DivocVectors.Shipped);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_document_canonicalises_byte_for_byte_with_the_published_contexts(string name) =>
        CheckDocument(name, DivocVectors.Published);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_proof_options_canonicalise_byte_for_byte_with_the_shipped_contexts(string name) =>
        CheckOptions(name, ShippedContexts.All);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_proof_options_canonicalise_byte_for_byte_with_the_published_contexts(string name) =>
        CheckOptions(name, DivocVectors.Published);

    private static void CheckDocument(string name, FrozenContexts contexts)
    {
        // The attack with a relative subject id has to be read as DIVOC reads it, which drops what it can't sign.
        var reading = JsonLdOptions.Safe with { SafeMode = !name.Contains("relative", StringComparison.Ordinal) };
        var document = DivocVectors.Unsigned(DivocVectors.Signed(name));
        Check(
            name,
            "document.nq",
            "documentSha256",
            new DocumentCanonicalizer(contexts, reading, CanonicalizationOptions.Urdna2015),
            document);
    }

    private static void CheckOptions(string name, FrozenContexts contexts)
    {
        var options = DivocVectors.Options(DivocVectors.Signed(name));
        Check(
            name,
            "proof.nq",
            "proofOptionsSha256",
            new DocumentCanonicalizer(contexts, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015),
            options);
    }

    private static void Check(string name, string file, string hash, DocumentCanonicalizer canonicalizer, JsonElement document)
    {
        var canonical = canonicalizer.Canonicalize(document);
        Assert.Equal(Encoding.UTF8.GetString(SharedData.Read("divoc", "signed", $"{name}.{file}")), Encoding.UTF8.GetString(canonical));
        Assert.Equal(DivocVectors.Vector(name).GetProperty(hash).GetString(), Convert.ToHexStringLower(SHA256.HashData(canonical)));
    }
}
