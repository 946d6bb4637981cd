namespace SmartPbx.Domain.Directory;

/// <summary>In which order a ring group rings.</summary>
public enum RingStrategy
{
    AllAtOnce,
    OneAfterAnother,
}
