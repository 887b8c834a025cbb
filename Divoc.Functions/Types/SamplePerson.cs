using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>The invented person of sample events, and their place.</summary>
internal static class SamplePerson
{
    /// <summary>The person's code.</summary>
    public const string Code = "REHEARSAL";

    /// <summary>The person.</summary>
    public static Recipient Nobody { get; } = new()
    {
        Name = "Nobody",
        Dob = new DateOnly(2000, 1, 1),
        Gender = "Other",
        Nationality = "Utopian",
        Identity = "did:example:nobody",
        Contact = ["mailto:nobody@example.org"],
        Address = Nowhere,
    };

    /// <summary>The facility.</summary>
    public static Facility Facility { get; } = new() { Name = "Nowhere", Address = Nowhere };

    private static PostalAddress Nowhere => new() { AddressLine1 = "Nowhere", District = "Nowhere", State = "Nowhere", Pincode = "0000" };
}
