using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.LinkedData;

namespace Divoc.Functions.Verification;

/// <summary>Reads the keys of other issuers from a folder or a single file. Nothing is fetched, whatever a document names.</summary>
internal static class TrustedIssuerFolder
{
    private const int LargestFile = 1024 * 1024;
    private const int MostFiles = 1000;
    private const int MostKeys = 1000;
    private static readonly JsonBounds Bounds = new(LargestFile, VerificationLimits.Depth);

    /// <summary>The keys of all files, or of the file at the path; none for an empty path.</summary>
    /// <exception cref="TrustedIssuerException">The folder or a file of it can't be used. All such files are named.</exception>
    public static IReadOnlyList<TrustedKey> Read(string folder)
    {
        if (folder.Length == 0)
        {
            return [];
        }

        var keys = new List<TrustedKey>();
        var problems = new List<string>();
        var sets = new IssuerKeySets();
        foreach (var file in FilesOf(folder))
        {
            try
            {
                keys.AddRange(ReadFile(file, sets));
            }
            catch (TrustedIssuerException exception)
            {
                problems.AddRange(exception.Problems.Select(problem => $"{Path.GetFileName(file)} {problem}"));
            }
        }

        keys.AddRange(sets.Join());
        if (keys.Count > MostKeys)
        {
            problems.Add($"The folder has more than {MostKeys} keys.");
        }

        return problems.Count == 0 ? keys : throw new TrustedIssuerException(problems);
    }

    private static List<string> FilesOf(string folder)
    {
        try
        {
            if (File.Exists(folder))
            {
                return [folder];
            }

            var files = Directory.EnumerateFiles(folder)
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Take(MostFiles + 1)
                .ToList();
            return files.Count <= MostFiles
                ? files
                : throw new TrustedIssuerException($"The folder '{folder}' has more than {MostFiles} files.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TrustedIssuerException($"The folder '{folder}' can't be read ({exception.Message}): create it, or leave the "
                + "setting empty.", exception);
        }
    }

    private static IReadOnlyList<TrustedKey> ReadFile(string file, IssuerKeySets sets)
    {
        var content = ReadBytes(file);
        var name = Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file));
        var method = Iri.IsWellFormed(name) ? name : null;
        return Path.GetExtension(file) switch
        {
            ".pem" => PemKeys.Read(content, method),
            ".json" => ReadJson(content, name, method, sets),
            ".cer" or ".crt" or ".der" => ReadCertificate(content),
            _ => throw new TrustedIssuerException(
                "is neither *.json (a DID document, a JWK set, a list of signer certificates, or a file about issuers of health cards) "
                    + "nor *.pem nor a certificate (*.cer, *.crt, *.der): rename it, or move it out of the folder."),
        };
    }

    /// <summary>In DER or PEM: both have the same file extensions.</summary>
    private static IReadOnlyList<TrustedKey> ReadCertificate(byte[] content)
    {
        if (content.AsSpan().IndexOf("-----BEGIN"u8) >= 0)
        {
            return PemKeys.Read(content, null);
        }

        try
        {
            return PublicKeys.OfCertificate(content) is { } key
                ? [key]
                : throw new TrustedIssuerException("has a certificate whose key is neither RSA nor on the curve P-256.");
        }
        catch (CryptographicException fault)
        {
            throw new TrustedIssuerException("contains no X.509 certificate in DER or PEM.", fault);
        }
    }

    private static byte[] ReadBytes(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile
                ? File.ReadAllBytes(file)
                : throw new TrustedIssuerException($"has more than {LargestFile} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TrustedIssuerException($"can't be read ({exception.Message}).", exception);
        }
    }

    private static IReadOnlyList<TrustedKey> ReadJson(byte[] content, string name, string? method, IssuerKeySets sets)
    {
        using var input = JsonInput.Open(WithoutSignature(content), Bounds, new JsonProblems());
        if (input.Root is not { } root)
        {
            throw new TrustedIssuerException($"is not JSON{input.Refusal!.Place} ({input.Refusal.Reason})");
        }

        if (sets.TryRead(name, root))
        {
            return [];
        }

        if (SignerLists.IsOne(root))
        {
            return SignerLists.Read(root);
        }

        if (root.Value.ValueKind != JsonValueKind.Object)
        {
            throw new TrustedIssuerException("contains no JSON object.");
        }

        return root.Find("keys") is { } keys ? JsonWebKeys.Read(keys, method) : DidKeys.Read(root);
    }

    /// <summary>
    /// Germany's list has the signature of the rest in a line before it; Sweden's is the payload of a JWS. Whoever put a list into the
    /// folder trusts it: its signature is not checked.
    /// </summary>
    private static ReadOnlyMemory<byte> WithoutSignature(byte[] content)
    {
        var text = content.AsSpan().Trim(" \r\n"u8);
        if (text.StartsWith("eyJ"u8) && text.Count((byte)'.') == 2)
        {
            var payload = text[(text.IndexOf((byte)'.') + 1)..text.LastIndexOf((byte)'.')];
            return Base64Url.IsValid(payload) ? Base64Url.DecodeFromUtf8(payload) : content;
        }

        var line = content.AsSpan().IndexOf((byte)'\n');
        return line > 0 && content[0] is not ((byte)'{' or (byte)'[') && line + 1 < content.Length && content[line + 1] == (byte)'{'
            ? content.AsMemory(line + 1)
            : content;
    }
}
