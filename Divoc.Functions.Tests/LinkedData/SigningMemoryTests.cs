using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>
/// Buffers are rented and used again, so that signing leaves little garbage and nothing of one credential gets into another.
/// </summary>
public sealed class SigningMemoryTests
{
    // 17 KB when it was written, and a quarter more for what other versions of .NET may take.
    private const int MostBytes = 22 * 1024;

    [Fact]
    public void The_signing_input_is_prepared_with_little_memory()
    {
        var suite = new RsaSignature2018(DivocVectors.Shipped);
        var options = new ProofOptions("did:example:issuer", DateTimeOffset.UnixEpoch);
        var document = DivocVectors.Unsigned(DivocVectors.Signed("vaccination-v2-rsa"));
        var least = long.MaxValue;
        for (var round = 0; round < 100; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            suite.Prepare(document, options);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 1, MostBytes);
    }

    [Fact]
    public void Credentials_canonicalised_in_parallel_do_not_affect_each_other()
    {
        var canonicalizer = new DocumentCanonicalizer(
            DivocVectors.Shipped, JsonLdOptions.Safe with { SafeMode = false }, CanonicalizationOptions.Urdna2015);
        var cases = DivocVectors.Names.Select(row => row.Data).Select(name =>
            (
                Document: DivocVectors.Unsigned(DivocVectors.Signed(name)),
                Expected: SharedData.Read("divoc", "signed", name + ".document.nq")))
            .ToList();
        Parallel.For(0, 2000, round =>
        {
            var (document, expected) = cases[round % cases.Count];
            Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(canonicalizer.Canonicalize(document)));
            Assert.Equal(SHA256.HashData(expected), canonicalizer.Hash(document));
        });
    }
}
