using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>
/// One run of RDFC-1.0 over one dataset: the canonicalization state of section 4.3 and the algorithms over it. Its buffers are rented until
/// it is disposed.
/// </summary>
internal sealed class CanonicalizationRun : IDisposable
{
    // A credential has about as many.
    private const int UsualNodes = 7;

    private readonly CanonicalizationOptions options;
    private readonly RdfQuad[] rented;
    private readonly int count;
    private readonly OrderedDictionary<string, BlankNode> nodes = new(UsualNodes, StringComparer.Ordinal);
    private readonly IdentifierIssuer canonical = new("c14n", UsualNodes);
    private readonly CanonicalLines lines;
    private readonly Utf8Builder buffer;
    private long work;

    public CanonicalizationRun(RdfDataset dataset, CanonicalizationOptions options)
    {
        this.options = options;
        count = dataset.Count;
        rented = ArrayPool<RdfQuad>.Shared.Rent(count);
        dataset.CopyTo(rented);
        lines = new CanonicalLines(options.Form, options.MaximumBytes, count);
        buffer = new Utf8Builder(4096, options.MaximumBytes);
    }

    /// <summary>Old label to canonical label, once it has run.</summary>
    public IReadOnlyDictionary<string, string> Labels => canonical.Issued;

    private ReadOnlySpan<RdfQuad> Quads => rented.AsSpan(0, count);

    public void Dispose()
    {
        ArrayPool<RdfQuad>.Shared.Return(rented, clearArray: true);
        lines.Dispose();
        buffer.Dispose();
    }

    /// <summary>Section 4.4.3.</summary>
    /// <returns>The canonical N-Quads, valid until the run is disposed.</returns>
    public ReadOnlySpan<byte> Run()
    {
        CollectBlankNodes();
        List<List<BlankNode>> alike = [];
        var ordered = OrderByFirstDegreeHash();
        for (var start = 0; start < ordered.Count;)
        {
            var length = LengthOfGroup(ordered, start);
            if (length == 1)
            {
                canonical.Issue(ordered[start].Label);
            }
            else
            {
                alike.Add(ordered.GetRange(start, length));
            }

            start += length;
        }

        foreach (var group in alike)
        {
            LabelGroup(group);
        }

        return WriteCanonical();
    }

    /// <summary>Step 2: each blank node with its quads.</summary>
    private void CollectBlankNodes()
    {
        for (var index = 0; index < count; index++)
        {
            ref readonly var quad = ref Quads[index];
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
            nodes.Add(term.Value, node = new BlankNode(term.Value, nodes.Count));
        }

        if (node.Quads.Count == 0 || node.Quads[^1] != index)
        {
            node.Quads.Add(index);
        }
    }

    /// <summary>
    /// Step 3: blank nodes in the order of their hashes; those with the same hash stay in the order in which they were found.
    /// </summary>
    private List<BlankNode> OrderByFirstDegreeHash()
    {
        var ordered = new List<BlankNode>(nodes.Count);
        foreach (var (_, node) in nodes)
        {
            node.FirstDegreeHash = HashFirstDegree(node);
            ordered.Add(node);
        }

        ordered.Sort(BlankNode.ByHash);
        return ordered;
    }

    /// <summary>How many nodes have the same hash as the one at <paramref name="start"/>.</summary>
    private static int LengthOfGroup(List<BlankNode> ordered, int start)
    {
        var end = start + 1;
        while (end < ordered.Count && ordered[end].FirstDegreeHash.AsSpan().SequenceEqual(ordered[start].FirstDegreeHash))
        {
            end++;
        }

        return end - start;
    }

    /// <summary>Step 5 for blank nodes with the same hash.</summary>
    private void LabelGroup(List<BlankNode> alike)
    {
        var paths = new List<(string Hash, IdentifierIssuer Issuer)>();
        foreach (var node in alike.Where(node => canonical.Find(node.Label) is null))
        {
            var temporary = new IdentifierIssuer("b");
            temporary.Issue(node.Label);
            paths.Add(HashNDegree(node.Label, temporary, depth: 0));
        }

        foreach (var (_, issuer) in paths.OrderBy(static path => path.Hash, StringComparer.Ordinal))
        {
            foreach (var label in issuer.Issued.Keys)
            {
                canonical.Issue(label);
            }
        }
    }

    /// <summary>
    /// Section 4.6: the node's quads, with itself labelled <c>_:a</c> and every other blank node <c>_:z</c>, sorted and hashed.
    /// </summary>
    private byte[] HashFirstDegree(BlankNode node)
    {
        lines.Clear();
        foreach (var index in node.Quads)
        {
            NQuadsWriter.AppendQuad(lines.Buffer, Quads[index], options.Form, node);
            lines.EndLine();
        }

        buffer.Clear();
        lines.WriteSorted(buffer);
        return Digest(buffer.Written);
    }

    /// <summary>Section 4.7: a related blank node by position, predicate and what is known about it.</summary>
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
            buffer.AppendHex(nodes[related].FirstDegreeHash);
        }

        return Hash(buffer.Written);
    }

    /// <summary>Section 4.8: a blank node by everything that is connected with it.</summary>
    private (string Hash, IdentifierIssuer Issuer) HashNDegree(string label, IdentifierIssuer issuer, int depth)
    {
        if (depth > options.MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw WorkExceeded();
        }

        using var data = new Utf8Builder();
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
            ref readonly var quad = ref Quads[index];
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

    private ReadOnlySpan<byte> WriteCanonical()
    {
        lines.Clear();
        foreach (ref readonly var quad in Quads)
        {
            NQuadsWriter.AppendQuad(lines.Buffer, quad, options.Form, canonical);
            lines.EndLine();
        }

        buffer.Clear();
        lines.WriteSorted(buffer);
        return buffer.Written;
    }

    private string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(Digest(data));

    private byte[] Digest(ReadOnlySpan<byte> data)
    {
        Spend(1 + (data.Length / 64));
        return CryptographicOperations.HashData(options.Hash, data);
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

/// <summary>A blank node in a run of canonicalisation.</summary>
/// <param name="label">Its label in the dataset.</param>
/// <param name="position">Its position among the dataset's blank nodes.</param>
internal sealed class BlankNode(string label, int position) : IBlankNodeLabels
{
    // As many as an address has.
    private const int UsualQuads = 8;

    public string Label => label;

    public int Position => position;

    /// <summary>Its quads, as positions in the run's list.</summary>
    public List<int> Quads { get; } = new(UsualQuads);

    /// <summary>Its hash by RDFC-1.0 section 4.6, once computed.</summary>
    public byte[] FirstDegreeHash { get; set; } = [];

    /// <summary>The label of a blank node in the quads that are hashed for this one (section 4.6.3 step 3.1.1).</summary>
    public string LabelOf(string other) => other == label ? "a" : "z";

    /// <summary>The order of the hashes, then of the positions.</summary>
    public static int ByHash(BlankNode one, BlankNode other)
    {
        var order = one.FirstDegreeHash.AsSpan().SequenceCompareTo(other.FirstDegreeHash);
        return order != 0 ? order : one.Position.CompareTo(other.Position);
    }
}
