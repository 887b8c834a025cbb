namespace Divoc.Functions.Storage;

/// <summary>
/// The full name of an artifact: a container and a name in it, such as <c>certificates</c> and <c>{certificateId}/qr.png</c>.
/// </summary>
/// <param name="Container">The container: lower-case letters, 3 to 63 characters.</param>
/// <param name="Name">The name in the container: 1 to 1,024 characters, parts divided by <c>/</c>. Case matters.</param>
public readonly record struct ArtifactName(string Container, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Name}";
}
