"""`flask tls init`: a key and a certificate for HTTPS, made here or given, and how a tablet comes to trust it."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from core.machine import tls
from core.settings import Settings

group = AppGroup("tls", help="HTTPS by the server itself.")
TRUST = """Each tablet must trust it once: copy {root} there and open it.
  Android: Settings, Security, Encryption and credentials, Install a certificate, CA certificate.
  iPad: Settings, Profile downloaded, Install; then General, About, Certificate Trust Settings, switch it on.
  Windows: certutil -addstore Root root.crt   (macOS: Keychain Access, System, Always trust)
Compare the fingerprint (SHA-256) before you trust it:
  {fingerprint}"""


@group.command("init")
@click.option("--host", "hosts", multiple=True, help="another name or address that devices open the outlet by; may be repeated")
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="one that you have, in PEM")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="its key, in PEM, without a password")
@click.option("--replace", is_flag=True, help="put it in the place of the one there is")
@with_appcontext
def init(hosts: tuple[str, ...], certificate: Path | None, key: Path | None, replace: bool) -> None:
    """Makes a key and a certificate for this machine's names, or takes those that are given."""
    config: Settings = current_app.extensions["outlet_settings"]
    if (certificate is None) != (key is None):
        raise click.ClickException("--certificate and --key belong together")
    if tls.stored(config.data_dir) and not replace:
        raise click.ClickException(f"{config.data_dir / tls.FOLDER} holds a certificate already; --replace makes another")
    try:
        if certificate and key:
            tls.TlsFiles(certificate, key).context()
            tls.store(config.data_dir, certificate.read_bytes(), key.read_bytes())
            click.echo(f"certificate: {certificate}")
        else:
            names = [*tls.names_of_machine(config.host, config.public_url), *(host.lower() for host in hosts)]
            fingerprint = tls.make(config.data_dir, names)
            ends = tls.TlsFiles(config.data_dir / tls.FOLDER / tls.CERTIFICATE, Path()).ends_at()
            click.echo(f"certificate for {', '.join(names)}; ends {ends:%Y-%m-%d}")
            click.echo(TRUST.format(root=config.data_dir / tls.FOLDER / tls.ROOT, fingerprint=fingerprint))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"certificate, key: {getattr(error, 'strerror', None) or error}") from error
    click.echo("Start the server again: it speaks https from then on, and no longer http.")
