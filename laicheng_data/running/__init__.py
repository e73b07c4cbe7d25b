"""Reruns: plan, engine, kernels."""
