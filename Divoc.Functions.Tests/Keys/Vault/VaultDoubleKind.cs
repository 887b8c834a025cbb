namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>Kinds of keys that a vault makes.</summary>
internal enum VaultDoubleKind
{
    Rsa,
    RsaHsm,
    P256,
    P256Hsm,
    P384,
}
