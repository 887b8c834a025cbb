using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>One run of RDFC-1.0 over one dataset: the canonicalization state of section 4.3 and the algorithms over it.</summary>
internal sealed class CanonicalizationRun
{
    private readonly CanonicalizationOptions options;
    private readonly RdfQuad[] quads;
    private readonly OrderedDictionary<string, BlankNodeQuads> nodes = new(StringComparer.Ordinal);
    private readonly IdentifierIssuer canonical = new("c14n");
    private readonly CanonicalLines lines;
    private readonly Utf8Builder buffer;
    private long work;

    public CanonicalizationRun(RdfDataset dataset, CanonicalizationOptions options)
    {
        this.options = options;
        quads = [.. dataset];
        lines = new CanonicalLines(options.Form, options.MaximumBytes);
        buffer = new Utf8Builder(4096, options.MaximumBytes);
    }

    /// <summary>Section 4.4.3.</summary>
    public CanonicalDataset Run()
    {
        CollectBlankNodes();
        var groups = GroupByFirstDegreeHash();
        foreach (var group in groups.Where(static group => group.Value.Count == 1))
        {
            canonical.Issue(group.Value[0]);
        }

        foreach (var group in groups.Where(static group => group.Value.Count > 1))
        {
            LabelGroup(group.Value);
        }

        return new CanonicalDataset(WriteCanonical(), canonical.Issued);
    }

    /// <summary>Step 2: each blank node with the quads it stands in.</summary>
    private void CollectBlankNodes()
    {
        for (var index = 0; index < quads.Length; index++)
        {
            var quad = quads[index];
            Collect(quad.Subject, index);
            Collect(quad.Predicate, index);
            Collect(quad.Object, index);
            Collect(quad.Graph, index);
        }
    }

    private void Collect(RdfTerm? term, int index)
    {
        if (term is not { IsBlank: true })
        {
            return;
        }

        if (!nodes.TryGetValue(term.Value, out var node))
        {
            nodes.Add(term.Value, node = new BlankNodeQuads());
        }

        if (node.Quads.Count == 0 || node.Quads[^1] != index)
        {
            node.Quads.Add(index);
        }
    }

    /// <summary>Step 3: blank nodes by hash, in the order of the hashes.</summary>
    private SortedDictionary<string, List<string>> GroupByFirstDegreeHash()
    {
        var groups = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (label, node) in nodes)
        {
            node.FirstDegreeHash = HashFirstDegree(label, node);
            AddTo(groups, node.FirstDegreeHash, label);
        }

        return groups;
    }

    /// <summary>Step 5 for blank nodes that share a hash.</summary>
    private void LabelGroup(List<string> labels)
    {
        var paths = new List<(string Hash, IdentifierIssuer Issuer)>();
        foreach (var label in labels.Where(label => canonical.Find(label) is null))
        {
            var temporary = new IdentifierIssuer("b");
            temporary.Issue(label);
            paths.Add(HashNDegree(label, temporary, depth: 0));
        }

        foreach (var (_, issuer) in paths.OrderBy(static path => path.Hash, StringComparer.Ordinal))
        {
            foreach (var label in issuer.Issued.Keys)
            {
                canonical.Issue(label);
            }
        }
    }

    /// <summary>Section 4.6: the node's quads with itself called <c>_:a</c> and every other blank node <c>_:z</c>, sorted, hashed.</summary>
    private string HashFirstDegree(string label, BlankNodeQuads node)
    {
        lines.Clear();
        foreach (var index in node.Quads)
        {
            NQuadsWriter.AppendQuad(lines.Buffer, quads[index], options.Form, other => other == label ? "a" : "z");
            lines.EndLine();
        }

        buffer.Clear();
        lines.WriteSorted(buffer);
        return HashBuffer();
    }

    /// <summary>Section 4.7: a related blank node by position, predicate and what is known of it.</summary>
    private string HashRelated(string related, in RdfQuad quad, IdentifierIssuer issuer, char position)
    {
        buffer.Clear();
        buffer.Append((byte)position);
        if (position != 'g')
        {
            buffer.Append((byte)'<');
            buffer.Append(quad.Predicate.Value);
            buffer.Append((byte)'>');
        }

        if ((canonical.Find(related) ?? issuer.Find(related)) is { } identifier)
        {
            buffer.Append("_:"u8);
            buffer.Append(identifier);
        }
        else
        {
            buffer.Append(nodes[related].FirstDegreeHash);
        }

        return HashBuffer();
    }

    /// <summary>Section 4.8: a blank node by all that hangs together with it.</summary>
    private (string Hash, IdentifierIssuer Issuer) HashNDegree(string label, IdentifierIssuer issuer, int depth)
    {
        if (depth > options.MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw WorkExceeded();
        }

        var data = new Utf8Builder();
        foreach (var (relatedHash, related) in RelatedBlankNodes(label, issuer))
        {
            data.Append(relatedHash);
            (var path, issuer) = ChoosePath(related, issuer, depth);
            data.Append(path);
        }

        return (Hash(data.Written), issuer);
    }

    /// <summary>Step 3 of section 4.8.3.</summary>
    private SortedDictionary<string, List<string>> RelatedBlankNodes(string label, IdentifierIssuer issuer)
    {
        var groups = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var index in nodes[label].Quads)
        {
            ref readonly var quad = ref quads[index];
            AddRelated(groups, label, quad.Subject, quad, issuer, 's');
            AddRelated(groups, label, quad.Object, quad, issuer, 'o');
            AddRelated(groups, label, quad.Graph, quad, issuer, 'g');
        }

        return groups;
    }

    private void AddRelated(
        SortedDictionary<string, List<string>> groups, string label, RdfTerm? term, in RdfQuad quad, IdentifierIssuer issuer, char position)
    {
        if (term is { IsBlank: true } && term.Value != label)
        {
            AddTo(groups, HashRelated(term.Value, quad, issuer, position), term.Value);
        }
    }

    /// <summary>Step 5.4 of section 4.8.3: the least path over all orders of the related blank nodes.</summary>
    private (string Path, IdentifierIssuer Issuer) ChoosePath(List<string> related, IdentifierIssuer issuer, int depth)
    {
        var chosen = "";
        var chosenIssuer = issuer;
        foreach (var order in Permutations.Of(related))
        {
            Spend(1 + related.Count + issuer.Count / 8);
            var attempt = new PathAttempt(issuer.Clone(), chosen);
            if (TryPath(attempt, order, depth) && (chosen.Length == 0 || string.CompareOrdinal(attempt.Path, chosen) < 0))
            {
                chosen = attempt.Path;
                chosenIssuer = attempt.Issuer;
            }
        }

        return (chosen, chosenIssuer);
    }

    /// <summary>Follows one order; false as soon as its path can only be greater than the chosen one.</summary>
    private bool TryPath(PathAttempt attempt, string[] order, int depth)
    {
        var recursion = new List<string>();
        foreach (var related in order)
        {
            if (canonical.Find(related) is { } identifier)
            {
                attempt.Append("_:", identifier);
            }
            else
            {
                if (attempt.Issuer.Find(related) is null)
                {
                    recursion.Add(related);
                }

                attempt.Append("_:", attempt.Issuer.Issue(related));
            }

            if (attempt.IsHopeless)
            {
                return false;
            }
        }

        return recursion.TrueForAll(related => Recurse(attempt, related, depth));
    }

    private bool Recurse(PathAttempt attempt, string related, int depth)
    {
        var (hash, issuer) = HashNDegree(related, attempt.Issuer, depth + 1);
        attempt.Append("_:", attempt.Issuer.Issue(related));
        attempt.Append("<", hash, ">");
        attempt.Issuer = issuer;
        return !attempt.IsHopeless;
    }

    private byte[] WriteCanonical()
    {
        lines.Clear();
        foreach (var quad in quads)
        {
            NQuadsWriter.AppendQuad(lines.Buffer, quad, options.Form, canonical.Issue);
            lines.EndLine();
        }

        buffer.Clear();
        lines.WriteSorted(buffer);
        return buffer.Written.ToArray();
    }

    private string HashBuffer() => Hash(buffer.Written);

    private string Hash(ReadOnlySpan<byte> data)
    {
        Spend(1 + (data.Length / 64));
        Span<byte> digest = stackalloc byte[SHA384.HashSizeInBytes];
        var length = CryptographicOperations.HashData(options.Hash, data, digest);
        return Convert.ToHexStringLower(digest[..length]);
    }

    private void Spend(int units)
    {
        work += units;
        if (work > options.MaximumWork)
        {
            throw WorkExceeded();
        }
    }

    private static void AddTo(SortedDictionary<string, List<string>> groups, string hash, string label)
    {
        if (!groups.TryGetValue(hash, out var group))
        {
            groups.Add(hash, group = []);
        }

        group.Add(label);
    }

    private static LinkedDataException WorkExceeded()
    {
        return new LinkedDataException(LinkedDataError.WorkExceeded, "", "canonicalisation would take more work than allowed");
    }
}

/// <summary>What a run of canonicalisation knows of a blank node.</summary>
internal sealed class BlankNodeQuads
{
    /// <summary>The quads in which it stands, as positions in the run's list.</summary>
    public List<int> Quads { get; } = [];

    /// <summary>Its hash by RDFC-1.0 section 4.6, in hexadecimal, once computed.</summary>
    public string FirstDegreeHash { get; set; } = "";
}
