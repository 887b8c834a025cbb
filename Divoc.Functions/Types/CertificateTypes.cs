using System.Collections.Immutable;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>
/// The catalogue of certificate types. Types can be added while requests are running: a caller reads <see cref="Current"/> once and sees no
/// change until it reads it again. Thread-safe.
/// </summary>
public sealed class CertificateTypes
{
    private readonly Lock adding = new();

    /// <summary>Makes a catalogue of the types that are part of the program.</summary>
    public CertificateTypes(IEnumerable<ICertificateType> types)
    {
        foreach (var type in types)
        {
            Add(type);
        }
    }

    /// <summary>The types as they are now.</summary>
    public TypeSet Current { get; private set => Volatile.Write(ref field, value); } = TypeSet.Empty;

    /// <summary>Adds a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="tenant">The tenant of the type; empty for all tenants.</param>
    /// <exception cref="ArgumentException">
    /// Its names, fields, page or sample can't be used, or there is already one with this name and version, even if it is the same one. The
    /// labels of its page are not checked, because that depends on the languages in the settings. </exception>
    public void Add(ICertificateType type, string tenant = "")
    {
        TypeCheck.Require(type);
        lock (adding)
        {
            Current = Current.With(tenant, type);
        }
    }
}

/// <summary>Certificate types at one time. Immutable.</summary>
public sealed class TypeSet
{
    private readonly ImmutableDictionary<(string Tenant, string Name, int Version), ICertificateType> types;

    private TypeSet(ImmutableDictionary<(string Tenant, string Name, int Version), ICertificateType> types)
    {
        this.types = types;
        All = [.. types.Values.OrderBy(type => type.Name, StringComparer.Ordinal).ThenBy(type => type.Version)];
    }

    /// <summary>No types.</summary>
    internal static TypeSet Empty { get; } = new(ImmutableDictionary<(string, string, int), ICertificateType>.Empty);

    /// <summary>All types of all tenants, by name and version.</summary>
    public IReadOnlyList<ICertificateType> All { get; }

    /// <summary>The types that all tenants have, by name, each in its newest version.</summary>
    public IEnumerable<ICertificateType> Newest =>
        All.Select(type => type.Name).Distinct(StringComparer.Ordinal).Select(name => Find(name)).OfType<ICertificateType>();

    /// <summary>The newest version of a type, with which new events are accepted; null if there is none with the name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tenant">The tenant whose types are searched first, before those of all tenants.</param>
    public ICertificateType? Find(string name, string tenant = "")
    {
        return NewestOf(name, tenant) ?? (tenant.Length > 0 ? NewestOf(name, "") : null);
    }

    /// <summary>A version of a type; null if there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="tenant">The tenant whose types are searched first, before those of all tenants.</param>
    public ICertificateType? Find(string name, int version, string tenant = "")
    {
        return types.GetValueOrDefault((tenant, name, version)) ?? types.GetValueOrDefault(("", name, version));
    }

    /// <summary>The type of an accepted event, in the version with which it was accepted.</summary>
    /// <exception cref="NewerFormException">
    /// This version of the program does not know the type, version or shape: the event waits for a version that does.
    /// </exception>
    public ICertificateType Of(AcceptedEvent accepted, string tenant = "")
    {
        var type = Find(accepted.Type, accepted.Version, tenant);
        return type?.Shapes.Any(shape => shape.Name == accepted.Shape) == true
            ? type
            : throw new NewerFormException("certificate type of an event");
    }

    internal TypeSet With(string tenant, ICertificateType type)
    {
        return types.ContainsKey((tenant, type.Name, type.Version))
            ? throw new ArgumentException(
                $"The type '{type.Name}' is there in its version {type.Version} already: give a changed definition a higher version.",
                nameof(type))
            : new TypeSet(types.Add((tenant, type.Name, type.Version), type));
    }

    private ICertificateType? NewestOf(string name, string tenant)
    {
        return types.Where(type => type.Key.Tenant == tenant && type.Key.Name == name)
            .Select(type => type.Value)
            .MaxBy(type => type.Version);
    }
}
